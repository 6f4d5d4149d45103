(import module: (_) @name alias: (_) @alias) @import
(import "qualified" module: (_) @name (#set! prefix "qualified ")) @import
(import module: (_) @source names: (import_list name: (_) @name @item) (#set! between ".")) @import
(import module: (_) @name !names) @import

; A name has one type, and one clause for each pattern.
(signature name: (_) @name (#set! identity "{name} ::")) @declaration
(function name: (_) @name match: (match guards: (_) @_guards) binds: (_) @body
  (#set! identity "none") (#set! label "{name}")) @function
(function name: (_) @name match: (match guards: (_) @_guards) (#set! identity "none") (#set! label "{name}")) @function
(function name: (_) @name patterns: (_) @as binds: (_) @body
  (#set! identity "{name} {as}") (#set! label "{name}")) @function
(function name: (_) @name patterns: (_) @as (#set! identity "{name} {as}") (#set! label "{name}")) @function
(function (infix left_operand: (_) @_left operator: (_) @name right_operand: (_) @_right)
  (#set! label "{name}") (#set! identity "{_left} {name} {_right}")) @function
(bind name: (_) @name binds: (_) @body) @function
(bind name: (_) @name) @function
(bind pattern: (_) @name (#set! identity "none")) @variable

(type_synonym name: (_) @name (#set! identity "type {name}")) @declaration
(newtype name: (_) @name (#set! identity "type {name}")) @type
(data_type name: (_) @name constructors: (_) @body (#set! identity "type {name}")) @type
(data_type name: (_) @name (#set! identity "type {name}")) @type
(class name: (_) @name declarations: (_) @body (#set! identity "type {name}")) @type
(class name: (_) @name (#set! identity "type {name}")) @type
(instance name: (_) @name patterns: (_) @owner declarations: (_) @body
  (#set! label "instance {name} {owner}") (#set! identity "instance {name} {owner}")) @type
(instance name: (_) @name patterns: (_) @owner
  (#set! label "instance {name} {owner}") (#set! identity "instance {name} {owner}")) @type
(type_family name: (_) @name (#set! identity "type {name}")) @declaration
(data_family name: (_) @name (#set! identity "type {name}")) @declaration
(fixity operator: (_) @name (#set! identity "infix {name}")) @declaration
(foreign_import signature: (signature name: (_) @name)) @declaration

(data_constructor constructor: (_ name: (_) @name)) @enum_entry
(field name: (_) @name) @member
(alternative pattern: (_) @name match: (match guards: (_) @_guards) (#set! identity "none")) @entry
(alternative pattern: (_) @name) @entry
