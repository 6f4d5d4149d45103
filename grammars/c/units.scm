(preproc_include path: (_) @name) @import

; An include guard is no condition.
((preproc_ifdef name: (_) @_guard . (preproc_def name: (_) @_name)) @nothing (#eq? @_guard @_name))
(preproc_ifdef "#ifdef" name: (_) @name (#set! label "#ifdef {name}")) @scope
(preproc_ifdef "#ifndef" name: (_) @name (#set! label "#ifndef {name}")) @scope
(preproc_if condition: (_) @name (#set! label "#if {name}")) @scope
(preproc_elif condition: (_) @name (#set! label "#elif {name}")) @scope
(preproc_elifdef name: (_) @name (#set! label "#elifdef {name}")) @scope
(preproc_else "#else" @name) @scope
(linkage_specification) @nothing

(preproc_def name: (_) @name (#set! identity "#define {name}")) @declaration
(preproc_function_def name: (_) @name (#set! identity "#define {name}")) @declaration
; Who takes a name back decides about it, too.
((preproc_call directive: (preproc_directive) @_undef argument: (preproc_arg) @name) @declaration
  (#match? @_undef "undef$") (#set! identity "#define {name}") (#set! label "#undef {name}") (#set! takes "back"))

(function_definition declarator: (function_declarator declarator: (identifier) @name)) @function
(function_definition declarator: (_ declarator: (function_declarator declarator: (identifier) @name))) @function
(function_definition declarator: (_ declarator: (_ declarator: (function_declarator declarator: (identifier) @name)))) @function

; A declaration of a function may be repeated, and its definition follows.
(declaration declarator: (function_declarator declarator: (_) @name) (#set! identity "none")) @declaration
(declaration declarator: (_ declarator: (function_declarator declarator: (_) @name)) (#set! identity "none")) @declaration
((declaration (storage_class_specifier) @_extern
  declarator: [(identifier) @name (_ declarator: (identifier) @name)]) @declaration
  (#eq? @_extern "extern") (#set! identity "none"))
(declaration declarator: [
  (identifier) @name (_ declarator: (identifier) @name) (_ declarator: (_ declarator: (identifier) @name))
  (_ declarator: (_ declarator: (_ declarator: (identifier) @name)))
  (_ declarator: (parenthesized_declarator (_ declarator: (identifier) @name)))] @item) @variable

; Tags of structures are a world of their own.
(type_definition type: (_ body: (_)) @nothing)
(struct_specifier name: (_) @name body: (_) (#set! identity "struct {name}")) @type
(union_specifier name: (_) @name body: (_) (#set! identity "struct {name}")) @type
(enum_specifier name: (_) @name body: (_) (#set! identity "struct {name}")) @type
(type_definition type: (_ body: (_) @body) declarator: (type_identifier) @name) @type
(type_definition declarator: [
  (type_identifier) @name (_ declarator: (type_identifier) @name)
  (_ declarator: (parenthesized_declarator (_ declarator: (type_identifier) @name)))]) @declaration

(field_declaration declarator: [
  (field_identifier) @name (_ declarator: (field_identifier) @name)
  (_ declarator: (_ declarator: (field_identifier) @name))
  (_ declarator: (parenthesized_declarator (_ declarator: (field_identifier) @name)))]) @member
(enumerator name: (_) @name) @enum_entry
(case_statement value: (_) @name) @entry
(case_statement "default" @name) @entry
