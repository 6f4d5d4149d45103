(import_declaration) @import @tree

((call_expression function: (call_expression function: (identifier) @_test arguments: (arguments . (string) @name))
  arguments: (block) @body) @test (#any-of? @_test "test" "it" "describe" "property" "feature" "scenario"))
((infix_expression left: (_) @name operator: (identifier) @_in right: (block) @body) @test
  (#any-of? @_in "in" "should" "when" "must" "ignore"))
(function_definition name: (_) @name parameters: (parameters) @signature) @function
(function_definition name: (_) @name) @function
(function_declaration name: (_) @name parameters: (parameters) @signature) @function
(function_declaration name: (_) @name) @function

(class_definition name: (_) @name) @type
(trait_definition name: (_) @name) @type
; A companion bears the name of its class.
(object_definition name: (_) @name (#set! label "object {name}") (#set! identity "object {name}")) @type
(package_object name: (_) @name (#set! label "package {name}") (#set! identity "package {name}")) @type
(enum_definition name: (_) @name) @type
(given_definition name: (_) @name) @type
; One without a name is told by its type.
(given_definition return_type: (_) @name (#set! label "given {name}") (#set! identity "given {name}")) @type
(extension_definition parameters: (_) @name (#set! label "extension {name}") (#set! identity "none")) @type
(type_definition name: (_) @name (#set! identity "type {name}")) @declaration

(val_definition pattern: (identifier) @name) @variable
(var_definition pattern: (identifier) @name) @variable
(val_declaration name: (_) @name) @variable
(var_declaration name: (_) @name) @variable
(simple_enum_case name: (_) @name) @enum_entry
(full_enum_case name: (_) @name) @enum_entry
(case_clause pattern: (_) @name (guard) @as (#set! label "{name} {as}") (#set! identity "{name} {as}")) @entry
(case_clause pattern: (_) @name) @entry
(package_clause) @nothing
