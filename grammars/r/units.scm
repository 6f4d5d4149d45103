((call function: (identifier) @_library arguments: (arguments . argument: (argument value: (_) @name))) @import
  (#any-of? @_library "library" "require" "source" "requireNamespace"))

((call function: (identifier) @_test arguments: (arguments . argument: (argument value: (string) @name)
  argument: (argument value: (braced_expression) @body))) @test (#any-of? @_test "test_that" "describe" "it"))
(binary_operator lhs: [(identifier) (string)] @name operator: ["<-" "=" "<<-"]
  rhs: (function_definition body: (braced_expression) @body)) @function
(binary_operator lhs: [(identifier) (string)] @name operator: ["<-" "=" "<<-"] rhs: (function_definition)) @function
; Classes, generics and methods of S4 and R5 are told by their texts.
((call function: (identifier) @_set arguments: (arguments . argument: (argument value: (string) @name) . (comma) .
  argument: (argument value: (_) @as))) @function
  (#any-of? @_set "setMethod" "setReplaceMethod") (#set! label "{name}({as})") (#set! identity "{name}({as})"))
((call function: (identifier) @_set arguments: (arguments . argument: (argument value: (string) @name))) @type
  (#any-of? @_set "setClass" "setRefClass" "setGeneric" "setValidity") (#set! identity "{_set} {name}"))
; A script gives a name its value step by step.
(binary_operator lhs: (identifier) @name operator: ["<-" "=" "<<-"] (#set! identity "none")) @variable
