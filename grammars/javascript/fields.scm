(field_definition "static" property: (_) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]
  (#set! identity "static {name}")) @method
(field_definition property: (_) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @method
(field_definition "static" property: (_) @name (#set! identity "static {name}")) @member
(field_definition property: (_) @name) @member
