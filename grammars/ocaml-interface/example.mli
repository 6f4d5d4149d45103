open Base

(** How large. *)
type area = float

type kind =
  | Round
  | Square of int

type circle = {
  radius : float;
  fill : string;
}

exception Too_large of int

val label : area -> string
val describe : kind -> string
external now : unit -> float = "shop_now"

module type SHAPE = sig
  type t
  val area : t -> float
end

module Circle : SHAPE with type t = circle
module Make (S : SHAPE) : sig
  val twice : S.t -> float
end
include SHAPE

class counter_object : object
  method get : int
  method set : int -> unit
end
