(namespace_use_declaration (namespace_use_clause type: "function" . (_) @name) @item (#set! prefix "function ")) @import
(namespace_use_declaration (namespace_use_clause type: "const" . (_) @name) @item (#set! prefix "const ")) @import
(namespace_use_declaration (namespace_use_clause . (_) @name alias: (_) @alias) @item) @import
(namespace_use_declaration (namespace_use_clause . (_) @name !alias) @item) @import
(namespace_use_declaration (namespace_name) @source
  body: (namespace_use_group (namespace_use_clause . (_) @name alias: (_) @alias) @item) (#set! between "\\")) @import
(namespace_use_declaration (namespace_name) @source
  body: (namespace_use_group (namespace_use_clause . (_) @name !alias) @item) (#set! between "\\")) @import
(expression_statement [(require_expression (_) @name) (require_once_expression (_) @name)
  (include_expression (_) @name) (include_once_expression (_) @name)]) @import

(namespace_definition name: (_) @name body: (_)) @scope
(namespace_definition) @nothing

((method_declaration attributes: (attribute_list (attribute_group (attribute (_) @_note))) name: (_) @name) @test
  (#any-of? @_note "Test" "DataProvider"))
((method_declaration name: (_) @name) @test (#match? @name "^test[A-Z_0-9]"))
((expression_statement (function_call_expression function: (name) @_function
  arguments: (arguments . (argument [(string) (encapsed_string)] @name)
    (argument [(anonymous_function body: (_) @body) (arrow_function body: (_) @body)])))) @test
  (#any-of? @_function "it" "test" "describe"))
(method_declaration name: (_) @name (#set! identity "{name}()")) @method
(function_definition name: (_) @name (#set! identity "{name}()")) @function
(class_declaration name: (_) @name) @type
(interface_declaration name: (_) @name) @type
(trait_declaration name: (_) @name) @type
(enum_declaration name: (_) @name) @type

(const_declaration (const_element . (_) @name) @item (#set! identity "const {name}")) @declaration
(property_declaration (property_element name: (_) @name) @item) @member
(enum_case name: (_) @name) @enum_entry
(use_declaration (_) @name (#set! identity "use {name}")) @member
(expression_statement (assignment_expression left: (variable_name) @name) @item) @variable

(array_element_initializer . (_) @name "=>" (_) @body .) @key
(array_creation_expression (array_element_initializer) @entry)
(match_default_expression "default" @name) @entry
(case_statement value: (_) @name) @entry
(default_statement "default" @name) @entry
(match_conditional_expression conditional_expressions: (_) @name) @entry
; Who takes a name back decides about it, too.
(unset_statement (variable_name) @name (#set! takes "back")) @variable
