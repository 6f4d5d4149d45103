{-# LANGUAGE OverloadedStrings #-}
module Shop.Shapes
  ( Shape (..)
  , label
  , limit
  ) where

import Data.List (sort, nub)
import qualified Data.Map as Map
import Data.Text hiding (map)

-- | How large.
type Area = Double

newtype Name = Name { unName :: String }
  deriving (Eq, Show)

data Shape
  = Circle { radius :: Double, fill :: String }
  | Square Double
  | Other
  deriving (Eq)

class HasArea a where
  area :: a -> Area
  area _ = 0
  name :: a -> String

instance HasArea Shape where
  area (Circle r _) = 3 * r
  area (Square s) = s * s
  area Other = 0
  name _ = "shape"

limit :: Int
limit = 12

label :: Area -> String
label value = show value

describe :: Shape -> String
describe (Circle _ _) = "round"
describe (Square side)
  | side > 3 = "large"
  | otherwise = "square"
describe Other = "none"

kind :: Int -> String
kind n = case n of
  0 -> "zero"
  1 -> "one"
  _ -> "many"

names :: [String]
names =
  [ "circle"
  , "square"
  ]

main :: IO ()
main = do
  let shown = label 1
  putStrLn shown
  mapM_ putStrLn names
  if limit > 3
    then putStrLn "large"
    else putStrLn "small"
  where
    helper x = x + 1

type family Elem c
data family Store k
infixl 6 <+>
(<+>) :: Int -> Int -> Int
a <+> b = a + b
foreign import ccall "sin" c_sin :: Double -> Double
