(using_directive "static" (_) @name (#set! prefix "static ")) @import
(using_directive name: (_) @alias "=" (_) @name) @import
(using_directive . (_) @name .) @import

(preproc_if condition: (_) @name (#set! label "#if {name}")) @scope
(preproc_elif condition: (_) @name (#set! label "#elif {name}")) @scope
(preproc_else "#else" @name) @scope
(namespace_declaration name: (_) @name) @scope

((method_declaration (attribute_list (attribute name: (_) @_note)) name: (_) @name parameters: (_) @signature) @test
  (#any-of? @_note "Test" "Fact" "Theory" "TestMethod" "TestCase" "DataTestMethod"))
; The type of the result is no part of a signature, an interface that is named explicitly is.
(method_declaration (explicit_interface_specifier) @as name: (_) @name parameters: (_) @signature
  (#set! identity "{as}{name}{signature}")) @method
(method_declaration name: (_) @name type_parameters: (_) @as parameters: (_) @signature
  (#set! identity "{name}{as}{signature}")) @method
(method_declaration name: (_) @name parameters: (_) @signature) @method
(constructor_declaration (modifier) @_static name: (_) @name (#eq? @_static "static") (#set! identity "static {name}")) @method
(constructor_declaration name: (_) @name parameters: (_) @signature) @method
(destructor_declaration name: (_) @name (#set! identity "~{name}")) @method
(operator_declaration operator: _ @name parameters: (_) @signature) @method
(conversion_operator_declaration type: (_) @name parameters: (_) @signature) @method
(indexer_declaration "this" @name parameters: (_) @signature) @member
(local_function_statement name: (_) @name parameters: (_) @signature) @function
(delegate_declaration name: (_) @name) @declaration

(class_declaration (modifier) @_partial name: (_) @name (#eq? @_partial "partial") (#set! identity "none")) @type
(class_declaration name: (_) @name) @type
(struct_declaration name: (_) @name) @type
(interface_declaration name: (_) @name) @type
(enum_declaration name: (_) @name) @type
(record_declaration name: (_) @name) @type

(property_declaration (explicit_interface_specifier) @as name: (_) @name (#set! identity "{as}{name}")) @member
(property_declaration name: (_) @name) @member
(event_declaration name: (_) @name) @member
(field_declaration (variable_declaration (variable_declarator name: (_) @name) @item)) @member
(event_field_declaration (variable_declaration (variable_declarator name: (_) @name) @item)) @member
(enum_member_declaration name: (_) @name) @enum_entry
(local_declaration_statement (variable_declaration (variable_declarator name: (_) @name) @item)) @variable
(global_statement (local_declaration_statement (variable_declaration (variable_declarator name: (_) @name) @item))) @variable

(switch_section "case" . (_) @name) @entry
(switch_section "default" @name) @entry
(switch_section (constant_pattern) @nothing)
