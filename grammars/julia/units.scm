(using_statement (selected_import . (_) @source . (_) @name @item) (#set! between ".")) @import
(using_statement (selected_import . (_) @source (_) (_) @name @item) (#set! between ".")) @import
(import_statement (selected_import . (_) @source . (_) @name @item) (#set! between ".")) @import
(using_statement [(identifier) (scoped_identifier) (import_path)] @name @item) @import
(import_statement [(identifier) (scoped_identifier) (import_path)] @name @item) @import
((call_expression (identifier) @_include (argument_list . (string_literal) @name .)) @import (#eq? @_include "include"))
(export_statement) @nothing

(module_definition name: (_) @name (#set! label "module {name}") (#set! identity "module {name}")) @type
(function_definition (signature (call_expression . (_) @name (argument_list) @signature))) @function
(function_definition (signature (typed_expression . (call_expression . (_) @name (argument_list) @signature)))) @function
(function_definition (signature (where_expression . (call_expression . (_) @name (argument_list) @signature) (_) @as)
  (#set! identity "{name}{signature} where {as}"))) @function
(function_definition (signature (identifier) @name) (#set! identity "none")) @function
(function_definition (signature) @name (#set! identity "none") (#set! label "function")) @function
(macro_definition (signature (call_expression . (_) @name (argument_list) @signature)) (#set! label "@{name}")) @function
; What is constant is told as such.
(const_statement (assignment) @nothing)
(assignment . (call_expression . (_) @name (argument_list) @signature) . (operator) . (_) @body) @function
(assignment . (typed_expression . (call_expression . (_) @name (argument_list) @signature)) . (operator) . (_) @body) @function
(assignment . (where_expression . (call_expression . (_) @name (argument_list) @signature) (_) @as)
  (#set! identity "{name}{signature} where {as}")) @function

(struct_definition (type_head [(identifier) @name (binary_expression . (_) @name) (parametrized_type_expression) @name])) @type
(abstract_definition (type_head [(identifier) @name (binary_expression . (_) @name) (_) @name])) @type
(primitive_definition (type_head [(identifier) @name (binary_expression . (_) @name) (_) @name])) @type
((macrocall_expression (macro_identifier (identifier) @_enum) (macro_argument_list . (_) @name)) @declaration
  (#any-of? @_enum "enum" "enumx"))
((macrocall_expression (macro_identifier (identifier) @_test) (macro_argument_list (string_literal) @name (compound_statement) @body)) @test
  (#any-of? @_test "testset" "testitem"))

(struct_definition (typed_expression . (identifier) @name) @member)
(struct_definition (identifier) @name @member)
(const_statement (assignment . (identifier) @name)) @declaration
; A script gives a name its value step by step.
(assignment . (identifier) @name (#set! identity "none")) @variable
(signature) @nothing
(catch_clause . (identifier) @nothing)
(catch_clause) @nothing
(finally_clause) @nothing
(for_binding) @nothing
(type_head) @nothing
