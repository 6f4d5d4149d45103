((call !receiver method: (identifier) @_require arguments: (argument_list . (string) @name .)) @import
  (#any-of? @_require "require" "require_relative" "load"))
; A mixin may be brought in only once to any effect.
((call !receiver method: (identifier) @_mixin arguments: (argument_list . [(constant) (scope_resolution)] @name .)) @import
  (#any-of? @_mixin "include" "extend" "prepend") (#set! identity "{_mixin} {name}"))

((call method: (identifier) @_function arguments: (argument_list . (_) @name) block: (_) @body) @test
  (#any-of? @_function "it" "test" "describe" "context" "specify" "feature" "scenario"))
((method name: (_) @name) @test (#match? @name "^test_"))
(method name: (_) @name) @function
(singleton_method name: (_) @name (#set! label "self.{name}") (#set! identity "self.{name}")) @function
(class name: (_) @name) @type
(module name: (_) @name) @type
(singleton_class value: (_) @name (#set! label "class << {name}") (#set! identity "none")) @type

(assignment left: [(identifier) (constant) (global_variable) (class_variable)] @name) @variable
((call !receiver method: (identifier) @_accessor arguments: (argument_list (simple_symbol) @name)) @member
  (#any-of? @_accessor "attr_reader" "attr_writer" "attr_accessor")
  (#set! identity "{_accessor} {name}"))
(hash (pair key: (_) @name) @key)
(body_statement [(rescue) (ensure) (else)] @nothing)
(when pattern: (_) @name body: (_) @body) @entry
(in_clause pattern: (_) @name body: (_) @body) @entry
