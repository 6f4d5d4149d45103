(import_declaration "static" . (_) @source . (asterisk) @name (#set! prefix "static ")) @import
(import_declaration "static" . (_) @name (#set! prefix "static ")) @import
(import_declaration . (_) @source . (asterisk) @name) @import
(import_declaration . (_) @name .) @import

((method_declaration
  (modifiers [(marker_annotation name: (_) @_note) (annotation name: (_) @_note)]) name: (_) @name
  parameters: (_) @signature) @test
  (#any-of? @_note "Test" "ParameterizedTest" "RepeatedTest" "TestFactory" "TestTemplate"))
(method_declaration name: (_) @name parameters: (_) @signature) @method
(constructor_declaration name: (_) @name parameters: (_) @signature) @method
(compact_constructor_declaration name: (_) @name) @method
(annotation_type_element_declaration name: (_) @name) @member

(class_declaration name: (_) @name) @type
(interface_declaration name: (_) @name) @type
(enum_declaration name: (_) @name) @type
(record_declaration name: (_) @name) @type
(annotation_type_declaration name: (_) @name) @type

(field_declaration declarator: (variable_declarator name: (_) @name) @item) @member
(constant_declaration declarator: (variable_declarator name: (_) @name) @item) @member
(enum_constant name: (_) @name) @enum_entry
(local_variable_declaration declarator: (variable_declarator name: (_) @name) @item) @variable

(switch_block_statement_group . (switch_label) @name) @entry
(switch_rule . (switch_label) @name (block) @body) @entry
(switch_rule . (switch_label) @name) @entry
(switch_label) @nothing
