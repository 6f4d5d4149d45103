(open_module module: (_) @name) @import
(include_module (_) @name (#set! prefix "include ")) @import

((value_definition (attribute_id) @_test (let_binding pattern: (_) @name) @body) @test
  (#any-of? @_test "test" "expect_test" "test_unit" "test_module"))
; What binds nothing runs something.
(value_definition (let_binding pattern: [(unit) (any_pattern)] body: (_) @body) (#set! label "let ()")) @function
(value_definition (let_binding pattern: (value_name) @name (parameter) body: (_) @body) @item) @function
(value_definition (let_binding pattern: (value_name) @name body: [(fun_expression) (function_expression)] @body) @item) @function
(value_definition (let_binding pattern: (value_name) @name) @item) @variable

(module_definition (module_binding (module_name) @name body: (_) @body)
  (#set! label "module {name}") (#set! identity "module {name}")) @type
(module_definition (module_binding (module_name) @name)
  (#set! label "module {name}") (#set! identity "module {name}")) @type
(class_definition (class_binding (class_name) @name body: (_) @body) @item) @type
(method_definition (method_name) @name) @method
(instance_variable_definition (instance_variable_name) @name) @member
(value_specification (value_name) @name) @declaration

; The arms of a choice stand in it, each once; what they match may be long.
(match_case pattern: (_) @name (guard) @as body: (_) @body
  (#set! label "{name} {as}") (#set! identity "{name} {as}")) @entry
(match_case pattern: (_) @name body: (_) @body) @entry
(type_definition (type_binding name: (_) @name) @item (#set! identity "type {name}")) @type
(exception_definition (constructor_declaration . (constructor_name) @name) (#set! identity "exception {name}")) @declaration
(exception_definition (constructor_declaration) @nothing)
(external (value_name) @name) @declaration
(module_type_definition (module_type_name) @name (#set! label "module type {name}")
  (#set! identity "module type {name}")) @type
(constructor_declaration . (constructor_name) @name) @enum_entry
(field_declaration . (field_name) @name) @member
