(use_declaration argument: (_) @tree) @import
(extern_crate_declaration name: (_) @name) @declaration

(function_item name: (_) @name) @function
(function_signature_item name: (_) @name) @function

; Types, values and macros are three worlds: one name may stand in each.
(struct_item name: (_) @name (#set! identity "type {name}")) @type
(enum_item name: (_) @name (#set! identity "type {name}")) @type
(union_item name: (_) @name (#set! identity "type {name}")) @type
(trait_item name: (_) @name (#set! identity "type {name}")) @type
(type_item name: (_) @name (#set! identity "type {name}")) @declaration
(associated_type name: (_) @name (#set! identity "type {name}")) @declaration
(mod_item name: (_) @name (#set! identity "mod {name}")) @declaration
(macro_definition name: (_) @name (#set! identity "{name}!")) @declaration

(impl_item trait: (_) @trait type: (_) @name
  (#set! label "impl {trait} for {name}") (#set! identity "impl {trait} for {name}")) @type
; A type may have any number of blocks of its own.
(impl_item type: (_) @name (#set! label "impl {name}") (#set! identity "none")) @type

(const_item name: (_) @name) @declaration
(static_item name: (_) @name) @declaration
(field_declaration name: (_) @name) @member
(enum_variant name: (_) @name) @enum_entry
(let_declaration pattern: (_) @name) @variable
(match_arm pattern: (_) @name) @entry
(field_initializer field: (_) @name) @key
(shorthand_field_initializer (identifier) @name) @key

; Attributes of the file and lone semicolons say nothing of their own.
(inner_attribute_item) @nothing
(empty_statement) @nothing
