(open_module_signature module: (_) @name) @import
(include_module_type (_) @name (#set! prefix "include ")) @import
(value_specification (value_name) @name) @declaration
(module_definition (module_binding (module_name) @name module_type: (signature) @body)
  (#set! label "module {name}") (#set! identity "module {name}")) @type
(module_definition (module_binding (module_name) @name)
  (#set! label "module {name}") (#set! identity "module {name}")) @type
(class_definition (class_binding (class_name) @name class_type: (_) @body) @item) @type
(method_specification (method_name) @name) @method
