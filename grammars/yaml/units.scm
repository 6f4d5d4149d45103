; A merge key may stand in a mapping more than once: each brings another anchor.
((block_mapping_pair key: (_) @name) @key (#eq? @name "<<") (#set! identity "none"))
(block_mapping_pair key: (_) @name) @key
(flow_pair key: (_) @name) @key
