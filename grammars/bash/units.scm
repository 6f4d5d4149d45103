((command name: (command_name) @_source argument: (_) @name) @import (#any-of? @_source "source" "."))
(function_definition name: (_) @name) @function
((command name: (command_name) @_alias argument: (_) @name) @declaration (#eq? @_alias "alias"))
(declaration_command (variable_assignment name: (_) @name)) @variable
([(program (variable_assignment name: (_) @name) @variable) (compound_statement (variable_assignment name: (_) @name) @variable)])
(case_item value: (_) @name) @entry
; Who takes a name back decides about it, too.
(unset_command (variable_name) @name (#set! takes "back")) @variable
