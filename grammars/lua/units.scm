((variable_declaration (assignment_statement (variable_list . name: (identifier) @alias .)
  (expression_list . value: (function_call name: (identifier) @_require arguments: (arguments . (string) @name .)) .)))
  @import (#eq? @_require "require"))

; What a declaration says is told by it.
((variable_declaration (assignment_statement (expression_list value: (function_call name: (identifier) @_require) @nothing)))
  (#eq? @_require "require"))
(variable_declaration (assignment_statement) @nothing)
((function_call name: (identifier) @_require arguments: (arguments . (string) @name .)) @import
  (#any-of? @_require "require" "dofile"))

((function_call name: (identifier) @_test
  arguments: (arguments . (string) @name (function_definition body: (_) @body))) @test
  (#any-of? @_test "it" "test" "describe" "context" "spec"))
((function_declaration name: (_) @name) @test (#match? @name "^test_"))
(function_declaration name: (_) @name) @function
; A function may be kept in a field or a name.
(assignment_statement (variable_list . name: (_) @name .)
  (expression_list . value: (function_definition body: (_) @body) .)) @function
(variable_declaration (assignment_statement (variable_list . name: (_) @name .)
  (expression_list . value: (function_definition body: (_) @body) .))) @function

(variable_declaration (assignment_statement (variable_list . name: (identifier) @name .)
  (expression_list . value: (table_constructor) @body .))) @variable
(variable_declaration (assignment_statement (variable_list name: (identifier) @name))) @variable
(variable_declaration (variable_list name: (identifier) @name)) @variable
(assignment_statement (variable_list . name: (_) @name .)
  (expression_list . value: (table_constructor) @body .) (#set! identity "none")) @variable

(field name: (_) @name value: (function_definition body: (_) @body)) @key
(field name: (_) @name) @key
(field !name) @entry
