(import_statement name: (dotted_name) @name) @import
(import_statement name: (aliased_import name: (_) @name alias: (_) @alias) @item) @import
(import_from_statement module_name: (_) @source name: (dotted_name) @name) @import
(import_from_statement module_name: (_) @source
  name: (aliased_import name: (_) @name alias: (_) @alias) @item) @import
(import_from_statement module_name: (_) @source (wildcard_import) @name) @import
(future_import_statement name: (dotted_name) @name (#set! prefix "__future__::")) @import

((function_definition name: (_) @name) @test (#match? @name "^test_"))
(function_definition name: (_) @name) @function
(class_definition name: (_) @name) @type

(expression_statement (assignment left: (identifier) @name) @item) @variable
; Who takes a name back decides about it, too.
(delete_statement [(identifier) @name (expression_list (identifier) @name)] (#set! takes "back")) @variable
(type_alias_statement left: (_) @name) @declaration
(pair key: (_) @name) @key

(case_clause . (case_pattern) @name guard: (_) @as consequence: (_) @body
  (#set! identity "{name} {as}") (#set! label "{name} {as}")) @entry
(case_clause . (case_pattern) @name consequence: (_) @body) @entry
(pass_statement) @nothing
