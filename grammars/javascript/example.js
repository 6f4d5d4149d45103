import "./polyfills";
import React, { useState, useMemo as memo } from "react";
import * as path from "node:path";
const fs = require("fs");
const { join, resolve: absolute } = require("path");

export { join, absolute as toAbsolute } from "./paths";
export * from "./types";

export const LIMIT = 10;
let first = 1, second = 2;

/** Settings. */
export const config = {
  server: {
    port: 8080,
    "time.out": 30,
  },
  plugins: [
    { name: "a", on: true },
    { name: "b", on: false },
  ],
  LIMIT,
  start() {
    run();
  },
};

export default function App({ title }) {
  const [count, setCount] = useState(0);
  useEffect(() => {
    document.title = title;
    return () => cleanup({ title, count });
  }, [title]);
  return <Button label="more" onClick={() => setCount(count + 1)}>{title}</Button>;
}

export const total = (items) => {
  let sum = 0;
  for (const item of items) {
    sum += item.price;
  }
  switch (sum) {
    case 0:
      log("none");
      break;
    default:
      log("some");
  }
  return sum;
};

class Cart extends Base {
  static limit = 5;
  #items = [];
  get size() {
    return this.#items.length;
  }
  set size(value) {
    this.#items.length = value;
  }
  add = (item) => {
    this.#items.push(item);
  };
  static of(...items) {
    try {
      return new Cart(items);
    } catch (error) {
      report(error, { level: "warn" });
      report(error, { level: "error" });
    }
  }
}

describe("Cart", () => {
  beforeEach(() => {
    reset();
  });
  it("starts empty", async () => {
    expect(new Cart().size).toBe(0);
  });
});
