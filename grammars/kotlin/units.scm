(import (qualified_identifier) @name (identifier) @alias) @import
(import (qualified_identifier) @source @item "*" @name (#set! between ".")) @import
(import . [(qualified_identifier) (identifier)] @name) @import

((function_declaration (modifiers (annotation [
    (user_type (identifier) @_note) (constructor_invocation (user_type (identifier) @_note))]))
  name: (_) @name (function_value_parameters) @signature (function_body (block) @body)) @test
  (#any-of? @_note "Test" "ParameterizedTest" "RepeatedTest" "TestFactory" "TestTemplate"))
; A function for a type that others wrote is told by that type, too.
(function_declaration [(user_type) (nullable_type)] @owner . name: (_) @name
  (function_value_parameters) @signature (function_body (block) @body)
  (#set! label "{owner}.{name}") (#set! identity "{owner}.{name}{signature}")) @function
(function_declaration [(user_type) (nullable_type)] @owner . name: (_) @name (function_value_parameters) @signature
  (#set! label "{owner}.{name}") (#set! identity "{owner}.{name}{signature}")) @function
(function_declaration name: (_) @name (function_value_parameters) @signature (function_body (block) @body)) @function
(function_declaration name: (_) @name (function_value_parameters) @signature) @function
(secondary_constructor "constructor" @name (function_value_parameters) @signature (block) @body) @method
(secondary_constructor "constructor" @name (function_value_parameters) @signature) @method

(class_declaration name: (_) @name [(class_body) (enum_class_body)] @body) @type
(class_declaration name: (_) @name) @type
; An object may stand beside a class of its name: they are one world of names, but tools allow neither twice.
(object_declaration name: (_) @name (class_body) @body) @type
(object_declaration name: (_) @name) @type
(companion_object name: (_) @name (class_body) @body) @type
(companion_object "companion" @name (class_body) @body) @type
(type_alias type: (_) @name) @declaration

(property_declaration [(user_type) (nullable_type)] @owner . (variable_declaration . (identifier) @name)
  (#set! label "{owner}.{name}") (#set! identity "{owner}.{name}")) @variable
(property_declaration (variable_declaration . (identifier) @name)) @variable
(property_declaration (multi_variable_declaration (variable_declaration . (identifier) @name) @item)) @variable
(class_parameter ["val" "var"] (identifier) @name) @member
(enum_entry . (identifier) @name) @enum_entry
(enum_entry . (modifiers) . (identifier) @name) @enum_entry
(when_entry condition: (_) @name (block) @body) @entry
(when_entry condition: (_) @name) @entry
(when_entry "else" @name) @entry

(package_header) @nothing
(file_annotation) @nothing
(lambda_parameters) @nothing
