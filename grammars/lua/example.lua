#!/usr/bin/env lua
local json = require("json")
local util = require "shop.util"

local LIMIT = 12
counter = 0
local M = {}
M.version = "1.0"

-- How an area is written.
local function label(area)
  local shown = tostring(area)
  return shown .. " m2"
end

function M.area(radius)
  if radius > LIMIT then
    return 0
  elseif radius < 0 then
    error("negative")
  else
    return 3 * radius
  end
end

function M:scale(by)
  self.by = by
end

M.twice = function(x)
  return x * 2
end

local names = {
  "circle",
  "square",
}

local options = {
  width = 10,
  ["height"] = 20,
  on_click = function()
    counter = counter + 1
  end,
}

for _, name in ipairs(names) do
  print(name)
end

while counter > 0 do
  counter = counter - 1
end

describe("shapes", function()
  it("have an area", function()
    assert.equal(0, M.area(20))
  end)
end)

setmetatable(M, { __index = util })
local a, b = 1, 2
goto done
::done::
return M
