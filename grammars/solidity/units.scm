(import_directive import_name: (_) @name @item source: (_) @source) @import
(import_directive source: (_) @name !import_name) @import

((function_definition name: (_) @name) @test @owner (#match? @name "^test[A-Z_]") (#set! parameters "types"))
(function_definition name: (_) @name (#set! parameters "types")) @function @owner
(modifier_definition name: (_) @name) @method
(constructor_definition "constructor" @name) @method
(fallback_receive_definition ["receive" "fallback"] @name) @method
(contract_declaration name: (_) @name) @type
(interface_declaration name: (_) @name) @type
(library_declaration name: (_) @name) @type
(struct_declaration name: (_) @name) @type
(enum_declaration name: (_) @name) @type
; An event may be told apart by what it carries.
(event_definition name: (_) @name (#set! identity "none")) @declaration
(error_declaration name: (_) @name) @declaration
(constant_variable_declaration name: (_) @name) @declaration
(state_variable_declaration name: (_) @name) @member
(struct_member name: (_) @name) @member
(enum_value) @name @enum_entry
(statement (variable_declaration_statement (variable_declaration name: (_) @name))) @variable
(pragma_directive) @nothing
(using_directive) @nothing
