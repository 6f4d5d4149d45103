(import_specification uri: (_) @name alias: (_) @alias) @import
(import_specification uri: (_) @name) @import
(library_export uri: (_) @name (#set! prefix "export ")) @import
(part_directive uri: (_) @name (#set! prefix "part ")) @import

((call_expression function: (identifier) @_test arguments: (arguments . (string_literal) @name
  (function_expression body: (_ (block) @body)))) @test
  (#any-of? @_test "test" "group" "testWidgets" "blocTest"))

(function_declaration signature: (_ name: (_) @name) body: (function_body (block) @body)) @function
(function_declaration signature: (_ name: (_) @name)) @function
(local_function_declaration (function_signature name: (_) @name) (function_body (block) @body)) @function
(local_function_declaration (function_signature name: (_) @name)) @function
; A getter and a setter of one name are a pair.
(getter_declaration signature: (_ name: (_) @name) (#set! label "get {name}") (#set! identity "get {name}")) @function
(setter_declaration signature: (_ name: (_) @name) (#set! label "set {name}") (#set! identity "set {name}")) @function
(method_declaration signature: (method_signature (getter_signature name: (_) @name))
  (#set! label "get {name}") (#set! identity "get {name}")) @method
(method_declaration signature: (method_signature (setter_signature name: (_) @name))
  (#set! label "set {name}") (#set! identity "set {name}")) @method
(method_declaration signature: (method_signature (operator_signature operator: (_) @name))
  (#set! label "operator {name}") (#set! identity "operator {name}")) @method
(method_declaration signature: (method_signature (function_signature name: (_) @name))
  body: (function_body (block) @body)) @method
(method_declaration signature: (method_signature (function_signature name: (_) @name))) @method
(method_declaration signature: (method_signature (_ name: (_) @name . name: (_) @as))
  (#set! label "{name}.{as}") (#set! identity "{name}.{as}")) @method
(method_declaration signature: (method_signature (_ name: (_) @name))) @method
(declaration (getter_signature name: (_) @name) (#set! label "get {name}") (#set! identity "get {name}")) @method
(declaration (setter_signature name: (_) @name) (#set! label "set {name}") (#set! identity "set {name}")) @method
(declaration (function_signature name: (_) @name)) @method
(declaration [
  (constructor_signature name: (_) @name . name: (_) @as) (constant_constructor_signature name: (_) @name . name: (_) @as)
  (redirecting_factory_constructor_signature name: (_) @name . name: (_) @as)]
  (#set! label "{name}.{as}") (#set! identity "{name}.{as}")) @method
(declaration [(constructor_signature name: (_) @name) (constant_constructor_signature name: (_) @name)]) @method

(class_declaration name: (_) @name body: (_) @body) @type
(mixin_declaration name: (_) @name body: (_) @body) @type
(enum_declaration name: (_) @name body: (_) @body) @type
(extension_declaration name: (_) @name body: (_) @body) @type
(type_alias . (type_identifier) @name) @declaration

(top_level_variable_declaration (static_final_declaration_list (static_final_declaration name: (_) @name) @item)) @declaration
(top_level_variable_declaration (initialized_identifier_list (initialized_identifier name: (_) @name) @item)) @declaration
(declaration (static_final_declaration_list (static_final_declaration name: (_) @name) @item)) @member
(declaration (initialized_identifier_list (initialized_identifier name: (_) @name) @item)) @member
(local_variable_declaration (initialized_variable_declaration name: (_) @name)) @variable
(enum_entry name: (_) @name) @enum_entry
(map_element key: (_) @name) @key
(switch_statement_case . (_) @name) @entry
(switch_statement_default "default" @name) @entry
(switch_statement_case . (_) @nothing)
(annotation) @nothing
