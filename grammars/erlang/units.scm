(pp_include file: (_) @name) @import
(pp_include_lib file: (_) @name) @import
(import_attribute module: (_) @name) @import
(behaviour_attribute name: (_) @name (#set! prefix "behaviour ")) @import

; A function has one clause for each pattern and guard.
((fun_decl clause: (function_clause name: (_) @name args: (_) @as body: (_) @body)) @test
  (#match? @name "(_test|_test_)$") (#set! label "{name}{as}") (#set! identity "{name}{as}"))
(fun_decl clause: (function_clause name: (_) @name args: (_) @as guard: (_) @_guard body: (_) @body)
  (#set! label "{name}{as} when {_guard}") (#set! identity "{name}{as} when {_guard}")) @function
(fun_decl clause: (function_clause name: (_) @name args: (_) @as body: (_) @body)
  (#set! label "{name}{as}") (#set! identity "{name}{as}")) @function

(record_decl name: (_) @name (#set! identity "#{name}") (#set! label "#{name}")) @type
(type_alias name: (type_name name: (_) @name) (#set! identity "type {name}")) @declaration
(opaque name: (type_name name: (_) @name) (#set! identity "type {name}")) @declaration
(spec fun: (_) @name (#set! identity "none") (#set! label "-spec {name}")) @declaration
(callback fun: (_) @name (#set! identity "none") (#set! label "-callback {name}")) @declaration
(pp_define lhs: (macro_lhs name: (_) @name) (#set! identity "none") (#set! label "?{name}")) @declaration
(record_field name: (_) @name) @member
(export_attribute) @nothing
(map_field) @nothing
(cr_clause pat: (_) @name guard: (_) @as body: (_) @body (#set! label "{name} when {as}") (#set! identity "{name} when {as}")) @entry
(cr_clause pat: (_) @name body: (_) @body) @entry
