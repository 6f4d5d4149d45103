type level = float
exception Dry
val high : level list -> level
module Moon : sig
  val phase : int -> float
end
