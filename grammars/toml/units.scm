(table . (_) @name (#set! label "[{name}]") (#set! identity "[{name}]")) @key
(table_array_element . (_) @name (#set! label "[[{name}]]") (#set! identity "none")) @entry
(pair . (_) @name) @key
