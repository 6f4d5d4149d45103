function tide_high
    sort -n $argv[1] | tail -n 1
end

function tide_rows
    wc -l < $argv[1]
end

function tide_low
    sort -n $argv[1] | head -n 1
end

function tide_clean
    string trim < $argv[1] | string replace "," "."
end
