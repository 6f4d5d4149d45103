proc high {levels} {
    return [lindex [lsort -real $levels] end]
}

proc middle {levels} {
    return [expr {[sum $levels] / [llength $levels]}]
}

proc low {levels} {
    return [lindex [lsort -real $levels] 0]
}

proc open_gauge {place} {
    set channel [socket $place 4040]
    fconfigure $channel -buffering line
    return $channel
}
