; What C++ adds; what it shares with C follows.
(using_declaration (_) @name (#set! identity "using {name}")) @declaration
(alias_declaration name: (_) @name) @declaration
(namespace_alias_definition name: (_) @name) @declaration
(concept_definition name: (_) @name) @declaration
(namespace_definition name: (_) @name) @scope
(namespace_definition !name (#set! label "namespace")) @scope
(access_specifier) @nothing

(type_definition type: (_ body: (_)) @nothing)
(class_specifier name: (_) @name body: (_)) @type
(struct_specifier name: (_) @name body: (_)) @type
(union_specifier name: (_) @name body: (_)) @type
(enum_specifier name: (_) @name body: (_)) @type

; A member that is declared in its class and defined outside of it stands in two containers.
(function_definition declarator: (function_declarator
  declarator: (qualified_identifier scope: (_) @owner name: (_) @name) parameters: (_) @signature)
  (#set! within "{owner}::")) @method
(function_definition declarator: (_ (function_declarator
  declarator: (qualified_identifier scope: (_) @owner name: (_) @name) parameters: (_) @signature))
  (#set! within "{owner}::")) @method
; Tests are macros that look like functions: TEST(Suite, name) { … }
((function_definition declarator: (function_declarator declarator: (identifier) @_macro parameters: (_) @name)) @test
  (#any-of? @_macro "TEST" "TEST_F" "TEST_P" "TYPED_TEST" "TEST_CASE" "SCENARIO" "BOOST_AUTO_TEST_CASE")
  (#set! label "{_macro}{name}"))
(function_definition declarator: (function_declarator
  declarator: [(identifier) (field_identifier) (destructor_name) (operator_name)] @name parameters: (_) @signature)) @function
(function_definition declarator: (_ (function_declarator
  declarator: [(identifier) (field_identifier) (operator_name)] @name parameters: (_) @signature))) @function
(function_definition declarator: (_ (_ (function_declarator
  declarator: [(identifier) (field_identifier)] @name parameters: (_) @signature)))) @function
(function_definition declarator: (operator_cast type: (_) @name (#set! identity "operator {name}"))) @method

(field_declaration declarator: (function_declarator
  declarator: [(field_identifier) (destructor_name) (operator_name)] @name parameters: (_) @signature)) @member
(field_declaration declarator: (_ (function_declarator
  declarator: [(field_identifier) (operator_name)] @name parameters: (_) @signature))) @member
(field_declaration_list (declaration declarator: (function_declarator declarator: (_) @name parameters: (_) @signature)) @member)
(field_declaration declarator: (reference_declarator (field_identifier) @name)) @member
