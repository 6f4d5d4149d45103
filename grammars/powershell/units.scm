(program) @scope
(function_statement (function_name) @name (script_block) @body) @function
(function_statement (function_name) @name) @function
(class_statement . (simple_name) @name) @type
(enum_statement . (simple_name) @name) @type
(class_method_definition (simple_name) @name (class_method_parameter_list) @signature (script_block) @body) @method
(class_method_definition (simple_name) @name (script_block) @body) @method
(class_property_definition (variable) @name) @member
(enum_member (simple_name) @name) @enum_entry
; A script gives a name its value step by step.
(pipeline (assignment_expression (left_assignment_expression) @name) (#set! identity "none")) @variable
(hash_entry (key_expression) @name) @key
(switch_clause (switch_clause_condition) @name (statement_block) @body) @entry
