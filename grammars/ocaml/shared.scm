; What files of code and of interfaces share.
(type_definition (type_binding name: (_) @name) @item (#set! identity "type {name}")) @type
(exception_definition (constructor_declaration . (constructor_name) @name) (#set! identity "exception {name}")) @declaration
(exception_definition (constructor_declaration) @nothing)
(external (value_name) @name) @declaration
(module_type_definition (module_type_name) @name (#set! label "module type {name}")
  (#set! identity "module type {name}")) @type
(constructor_declaration . (constructor_name) @name) @enum_entry
(field_declaration . (field_name) @name) @member
