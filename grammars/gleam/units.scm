(import module: (_) @source imports: (unqualified_imports (unqualified_import name: (_) @name) @item)) @import
(import module: (_) @name alias: (_) @alias) @import
(import module: (_) @name !imports) @import

((function name: (_) @name) @test (#match? @name "_test$"))
(function name: (_) @name) @function
(external_function name: (_) @name) @function

; Types and values are two worlds of names.
(type_definition (type_name name: (_) @name) (data_constructors) @body (#set! identity "type {name}")) @type
(type_definition (type_name name: (_) @name) (#set! identity "type {name}")) @type
(type_alias (type_name name: (_) @name) (#set! identity "type {name}")) @declaration
(external_type (type_name name: (_) @name) (#set! identity "type {name}")) @type
(data_constructor name: (_) @name) @enum_entry
(constant name: (_) @name) @declaration
(let pattern: (identifier) @name) @variable
(case_clause patterns: (_) @name guard: (_) @as value: (_) @body
  (#set! label "{name} {as}") (#set! identity "{name} {as}")) @entry
(case_clause patterns: (_) @name value: (_) @body) @entry
