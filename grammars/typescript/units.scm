; What TypeScript adds; what it shares with JavaScript follows.
; The signature of an overload tells it from its sisters; the one with a body is the function itself.
(function_signature name: (_) @name parameters: (_) @signature) @function
(method_signature "get" name: (_) @name (#set! label "get {name}") (#set! identity "get {name}")) @method
(method_signature "set" name: (_) @name (#set! label "set {name}") (#set! identity "set {name}")) @method
(method_signature name: (_) @name parameters: (_) @signature) @method
(abstract_method_signature name: (_) @name parameters: (_) @signature) @method
(abstract_class_declaration name: (_) @name) @type

; A type and a value may bear one name.
(interface_declaration name: (_) @name (#set! identity "type {name}")) @type
(type_alias_declaration name: (_) @name (#set! identity "type {name}")) @declaration
(enum_declaration name: (_) @name) @type
(enum_body name: (_) @enum_entry @name)
(enum_assignment name: (_) @name) @enum_entry
(property_signature name: (_) @name) @member
(expression_statement (internal_module)) @nothing
(internal_module name: (_) @name) @scope
(module name: (_) @name) @scope

(public_field_definition "static" name: (_) @name (#set! identity "static {name}")) @member
(public_field_definition name: (_) @name
  value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @method
(public_field_definition name: (_) @name) @member
(import_statement (import_require_clause (identifier) @alias source: (string) @source)) @import
