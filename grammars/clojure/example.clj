(ns shop.shapes
  "Shapes of all kinds."
  (:require [clojure.string :as str]
            [shop.units :refer [metre]])
  (:import (java.util Date)))

(def limit 12)
(def ^:private counter (atom 0))
(defonce registry (atom {}))

(defn label
  "How an area is written."
  [area]
  (let [shown (str area)]
    (str shown " m2")))

(defn- helper [x] (inc x))

(defn area
  ([r] (* 3 r))
  ([r s] (* r s)))

(defmacro twice [x] `(* 2 ~x))

(defprotocol Shape
  (area-of [this])
  (name-of [this]))

(defrecord Circle [radius fill]
  Shape
  (area-of [this] (* 3 radius))
  (name-of [this] "circle"))

(deftype Square [side])

(defmulti describe :kind)
(defmethod describe :round [_] "round")
(defmethod describe :square [shape]
  (swap! counter inc)
  "square")

(def options
  {:width 10
   :height 20})

(def names
  ["circle"
   "square"])

(defn kind [n]
  (case n
    0 "zero"
    1 "one"
    "many"))

(deftest label-writes-it
  (is (= "1 m2" (label 1))))

(comment
  (label 2))

(extend-type String
  Shape
  (area-of [this] 0))

(println (label 1))
