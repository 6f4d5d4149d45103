(import_declaration (identifier) @name) @import

((function_declaration name: (simple_identifier) @name) @test @owner (#match? @name "^test[A-Z_]") (#set! parameters "labels"))
(function_declaration name: [(simple_identifier) (custom_operator)] @name (#set! parameters "labels")) @function @owner
(protocol_function_declaration name: (simple_identifier) @name (#set! parameters "labels")) @function @owner
(init_declaration name: _ @name (#set! parameters "labels")) @method @owner
(deinit_declaration "deinit" @name) @method
(subscript_declaration "subscript" @name (#set! parameters "labels")) @method @owner

; A type may be extended any number of times; what stands in its extensions stands in it.
(class_declaration declaration_kind: "extension" name: (_) @name body: (_) @body
  (#set! label "{name}") (#set! identity "none")) @type
(class_declaration name: (_) @name body: (_) @body) @type
(protocol_declaration name: (_) @name body: (_) @body) @type
(typealias_declaration name: (type_identifier) @name) @declaration
(associatedtype_declaration name: (type_identifier) @name) @declaration

(property_declaration name: (pattern bound_identifier: (_) @name) @item) @variable
(protocol_property_declaration name: (pattern bound_identifier: (_) @name)) @member
(enum_entry name: (_) @name @item) @enum_entry
(switch_entry (switch_pattern) @name (statements) @body) @entry
(switch_entry (default_keyword) @name (statements) @body) @entry
(switch_entry (switch_pattern) @name) @entry
(directive) @nothing
