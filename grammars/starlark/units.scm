((expression_statement (call function: (identifier) @_load arguments: (argument_list . (string) @source (string) @name @item))) @import
  (#eq? @_load "load"))
((expression_statement (call function: (identifier) @_load
  arguments: (argument_list . (string) @source (keyword_argument name: (_) @alias value: (_) @name) @item))) @import
  (#eq? @_load "load"))
; A rule makes a target, and targets share one set of names.
((expression_statement (call arguments: (argument_list (keyword_argument name: (identifier) @_key value: (string) @name)) @body)) @declaration
  (#eq? @_key "name") (#set! label "{name}"))
(function_definition name: (_) @name) @function
(expression_statement (assignment left: (identifier) @name) @item) @variable
(pair key: (_) @name) @key
(pass_statement) @nothing
