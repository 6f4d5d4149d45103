((call target: (identifier) @_word (arguments . (dot left: (_) @source right: (tuple (alias) @name @item)))) @import
  (#any-of? @_word "alias" "import" "require" "use") (#set! between "."))
((call target: (identifier) @_word (arguments . (alias) @name)) @import
  (#any-of? @_word "alias" "import" "require" "use"))

((call target: (identifier) @_word (arguments . (string) @name) (do_block) @body) @test
  (#any-of? @_word "test" "describe" "property"))
((call target: (identifier) @_word (arguments . (_) @name) (do_block) @body) @type
  (#any-of? @_word "defmodule" "defprotocol"))
((call target: (identifier) @_word (arguments . (_) @name (keywords) @owner) (do_block) @body) @type
  (#eq? @_word "defimpl") (#set! label "{name} {owner}") (#set! identity "{name} {owner}"))

; A function has one clause for each pattern and guard.
((call target: (identifier) @_word (arguments . (binary_operator left: (call target: (_) @name (arguments) @as) operator: "when" right: (_) @_guard))
  (do_block) @body) @function
  (#any-of? @_word "def" "defp" "defmacro" "defmacrop" "defguard" "defguardp" "defdelegate")
  (#set! label "{name}{as} when {_guard}") (#set! identity "{name}{as} when {_guard}"))
((call target: (identifier) @_word (arguments . (binary_operator left: (call target: (_) @name (arguments) @as) operator: "when" right: (_) @_guard))) @function
  (#any-of? @_word "def" "defp" "defmacro" "defmacrop" "defguard" "defguardp" "defdelegate")
  (#set! label "{name}{as} when {_guard}") (#set! identity "{name}{as} when {_guard}"))
((call target: (identifier) @_word (arguments . (call target: (_) @name (arguments) @as)) (do_block) @body) @function
  (#any-of? @_word "def" "defp" "defmacro" "defmacrop")
  (#set! label "{name}{as}") (#set! identity "{name}{as}"))
((call target: (identifier) @_word (arguments . (call target: (_) @name (arguments) @as))) @function
  (#any-of? @_word "def" "defp" "defmacro" "defmacrop" "defdelegate")
  (#set! label "{name}{as}") (#set! identity "{name}{as}"))
((call target: (identifier) @_word (arguments . (identifier) @name) (do_block) @body) @function
  (#any-of? @_word "def" "defp" "defmacro" "defmacrop"))
((call target: (identifier) @_word (arguments . (identifier) @name)) @function
  (#any-of? @_word "def" "defp" "defmacro" "defmacrop" "defdelegate"))

; What is said of what follows it belongs to that; other attributes may be set anew.
((unary_operator operand: (call target: (identifier) @_word (arguments . (binary_operator left: (_) @name)))) @declaration
  (#any-of? @_word "type" "typep" "opaque") (#set! identity "@type {name}") (#set! label "@type {name}"))
((unary_operator operand: (call target: (identifier) @_word)) @nothing
  (#any-of? @_word "doc" "spec" "impl" "moduledoc" "typedoc" "since" "deprecated" "tag"))
(unary_operator operator: "@" operand: (call target: (identifier) @name (arguments)) (#set! label "@{name}")
  (#set! identity "none")) @declaration

(map_content (keywords (pair key: (_) @name) @key))
(map_content (binary_operator left: (_) @name operator: "=>") @key)
