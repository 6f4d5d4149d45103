(import_statement . source: (string) @source) @import
(import_statement (import_clause (identifier) @alias) source: (string) @source (#set! name "default")) @import
(import_statement (import_clause (namespace_import (identifier) @alias)) source: (string) @source (#set! name "*")) @import
(import_statement (import_clause (named_imports (import_specifier name: (_) @name alias: (_) @alias) @item))
  source: (string) @source) @import
(import_statement (import_clause (named_imports (import_specifier name: (_) @name !alias) @item))
  source: (string) @source) @import

; CommonJS: a variable that holds what `require` returns is an import.
((lexical_declaration (variable_declarator name: (identifier) @alias value: (call_expression
  function: (identifier) @_require arguments: (arguments . (string) @source .))) @item) @import
  (#eq? @_require "require"))
((variable_declaration (variable_declarator name: (identifier) @alias value: (call_expression
  function: (identifier) @_require arguments: (arguments . (string) @source .))) @item) @import
  (#eq? @_require "require"))
((lexical_declaration (variable_declarator
  name: (object_pattern (shorthand_property_identifier_pattern) @name) value: (call_expression
  function: (identifier) @_require arguments: (arguments . (string) @source .)))) @import
  (#eq? @_require "require"))
((lexical_declaration (variable_declarator
  name: (object_pattern (pair_pattern key: (_) @name value: (_) @alias) @item) value: (call_expression
  function: (identifier) @_require arguments: (arguments . (string) @source .)))) @import
  (#eq? @_require "require"))
; So is `require` for what it does.
((expression_statement (call_expression
  function: (identifier) @_require arguments: (arguments . (string) @source .))) @import
  (#eq? @_require "require"))

(export_statement (export_clause (export_specifier alias: (_) @name) @item) (#set! identity "export {name}")) @declaration
(export_statement (export_clause (export_specifier name: (_) @name !alias) @item)
  (#set! identity "export {name}")) @declaration
(export_statement "*" source: (string) @name (#set! identity "export * from {name}")) @declaration
(export_statement "default" @name value: (_) @body) @declaration

((expression_statement (call_expression
  function: [
    (identifier) @_function (member_expression object: (identifier) @_function)
    (call_expression function: (member_expression object: (identifier) @_function))]
  arguments: (arguments . [(string) (template_string)] @name [
    (arrow_function body: (_) @body) (function_expression body: (_) @body)
    (call_expression arguments: (arguments [(arrow_function body: (_) @body) (function_expression body: (_) @body)]))]))) @test
  (#any-of? @_function "it" "test" "describe" "suite" "context" "specify" "fit" "xit" "fdescribe" "xdescribe"))

(function_declaration name: (_) @name) @function
(generator_function_declaration name: (_) @name) @function
(class_declaration name: (_) @name) @type

(method_definition "get" name: (_) @name (#set! label "get {name}") (#set! identity "get {name}")) @method
(method_definition "set" name: (_) @name (#set! label "set {name}") (#set! identity "set {name}")) @method
(method_definition "static" name: (_) @name (#set! label "static {name}") (#set! identity "static {name}")) @method
(method_definition name: (_) @name) @method

(lexical_declaration . (variable_declarator name: (identifier) @name
  value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) .) @function
(variable_declaration . (variable_declarator name: (identifier) @name
  value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) .) @function
(lexical_declaration (variable_declarator name: (_) @name) @item) @variable
; A second `var` of one name is legal.
(variable_declaration (variable_declarator name: (_) @name) @item) @variable

(pair key: (_) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @key
(pair key: (_) @name) @key
(object (shorthand_property_identifier) @key @name)

(switch_case value: (_) @name) @entry
(switch_default "default" @name) @entry
(empty_statement) @nothing
