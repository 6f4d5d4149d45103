function! coast#High(levels)
  return max(a:levels)
endfunction

function s:low(levels)
  return min(a:levels)
endfunction
