(import_declaration (import_spec name: (_) @alias path: (_) @name) @item) @import
(import_declaration (import_spec !name path: (_) @name) @item) @import
(import_declaration (import_spec_list (import_spec name: (_) @alias path: (_) @name) @item)) @import
(import_declaration (import_spec_list (import_spec !name path: (_) @name) @item)) @import

((function_declaration name: (_) @name) @test (#match? @name "^(Test|Benchmark|Fuzz|Example)([^a-z]|$)"))
((expression_statement (call_expression function: (selector_expression field: (field_identifier) @_run)
  arguments: (argument_list . (interpreted_string_literal) @name (func_literal body: (_) @body)))) @test
  (#eq? @_run "Run"))
(function_declaration name: (_) @name) @function
(method_declaration
  receiver: (parameter_list (parameter_declaration type: [
    (type_identifier) @owner (pointer_type (type_identifier) @owner)
    (generic_type type: (_) @owner) (pointer_type (generic_type type: (_) @owner))]))
  name: (_) @name (#set! within "{owner}")) @method

(type_declaration . [(type_spec name: (_) @name type: (_) @body) (type_alias name: (_) @name)] .) @type
(type_declaration [(type_spec name: (_) @name type: (_) @body) (type_alias name: (_) @name)] @item) @type
(field_declaration name: (_) @name @item) @member
(method_elem name: (_) @name) @method

(const_declaration (const_spec name: (_) @name) @item) @variable
(var_declaration (var_spec name: (_) @name) @item) @variable
(var_declaration (var_spec_list (var_spec name: (_) @name) @item)) @variable
; At least one of several names on the left is new, so only a single name can clash.
(short_var_declaration left: (expression_list . (identifier) @name .) right: (_) @body) @variable

(keyed_element key: (_) @name value: (literal_element (_) @body)) @key
(keyed_element key: (_) @name) @key
(literal_value (literal_element) @entry)
(expression_case value: (_) @name) @entry
(type_case type: (_) @name) @entry
(communication_case communication: (_) @name) @entry
(default_case "default" @name) @entry
