((variable_declaration . (identifier) @alias (builtin_function (builtin_identifier) @_import (arguments (string) @name)))
  @import (#eq? @_import "@import"))
(function_declaration name: (_) @name) @function
(test_declaration [(string) (identifier)] @name (block) @body) @test
(variable_declaration . (identifier) @name
  [(struct_declaration) (enum_declaration) (union_declaration) (opaque_declaration) (error_set_declaration)] @body) @type
(variable_declaration . (identifier) @name) @variable
(container_field name: (_) @name) @member
(error_set_declaration (identifier) @name @enum_entry)
(switch_case "else" @name) @entry
(switch_case . (_) @name (_) @as) @entry
