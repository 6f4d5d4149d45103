open Base
open! Shop.Units
module Map = Stdlib.Map
include Comparable

let limit = 12
let counter = ref 0

(** How an area is written. *)
let label area = string_of_float area

let rec even n = n = 0 || odd (n - 1)
and odd n = n <> 0 && even (n - 1)

type area = float

type kind =
  | Round
  | Square of int
  | Other of { code : int; name : string }

type circle = {
  radius : float;
  mutable fill : string;
}
and ring = { inner : circle }

exception Too_large of int

external now : unit -> float = "shop_now"

module type SHAPE = sig
  type t
  val area : t -> float
  val name : string
end

module Circle : SHAPE = struct
  type t = circle
  let name = "circle"
  let area c =
    if c.radius > 12. then 0. else c.radius *. 3.
end

module Make (S : SHAPE) = struct
  let twice x = S.area x *. 2.
end

class counter_object =
  object (self)
    val mutable count = 0
    method get = count
    method set n = count <- n
  end

let describe kind =
  match kind with
  | Round -> "round"
  | Square n when n > 3 ->
    incr counter;
    "large"
  | Square _ -> "square"
  | Other { name; _ } -> name

let names = [
  "circle";
  "square";
]

let run () =
  let shown = label 1. in
  print_endline shown;
  List.iter print_endline names;
  try failwith "x" with
  | Failure _ -> ()
  | Not_found -> ()

let () = run ()
let _ = describe Round

let%test "adds" = 1 + 1 = 2
let%expect_test "prints" =
  print_endline "a";
  [%expect {| a |}]
