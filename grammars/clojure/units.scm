((list_lit . (kwd_lit) @_word (vec_lit . (sym_lit) @name) @item) @import
  (#any-of? @_word ":require" ":require-macros" ":use"))
((list_lit . (sym_lit) @_word) @nothing (#any-of? @_word "ns" "in-ns" "comment"))

((list_lit . (sym_lit name: (_) @_word) . (sym_lit name: (_) @name)) @test (#any-of? @_word "deftest" "defspec"))
((list_lit . (sym_lit name: (_) @_word) . (sym_lit name: (_) @name)) @function
  (#any-of? @_word "defn" "defn-" "defmacro" "s/defn" "defmulti"))
; A method of a function is told by what it is chosen for.
((list_lit . (sym_lit name: (_) @_word) . (sym_lit) @name . (_) @as) @function
  (#any-of? @_word "defmethod") (#set! label "{name} {as}") (#set! identity "{name} {as}"))
((list_lit . (sym_lit name: (_) @_word) . (sym_lit name: (_) @name)) @type
  (#any-of? @_word "defprotocol" "defrecord" "deftype" "definterface"))
((list_lit . (sym_lit name: (_) @_word) . (sym_lit name: (_) @name)) @declaration
  (#any-of? @_word "def" "defonce" "def-"))
((list_lit . (sym_lit name: (_) @_word) . (sym_lit) @name) @declaration (#match? @_word "^def")
  (#set! label "{_word} {name}") (#set! identity "{_word} {name}"))
