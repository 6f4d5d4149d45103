import type { Rate } from "./rates";
import fs = require("fs");
import { z } from "zod";

export const Invoice = z.object({ net: z.number() });
export type Invoice = z.infer<typeof Invoice>;

export interface Customer {
  id: number;
  readonly name?: string;
  greet(): string;
  greet(name: string): string;
}

type Options = {
  retries: number;
  onError(error: Error): void;
};

enum State {
  Draft,
  Sent = "sent",
}

export const enum Level { Low = 1 }

declare module "express" {
  interface Request {
    user: Customer;
  }
}

namespace Money {
  export const zero = 0;
}

export function total(items: number[]): number;
export function total(items: Invoice[], rate: Rate): number;
export function total(items: any[], rate?: Rate): number {
  const sum: number = items.length;
  const options = { retries: 3 } satisfies Options;
  return sum;
}

@Component({ selector: "cart" })
export class Cart<T> extends Base implements Customer {
  private items: T[] = [];
  static limit = 5;
  @Input() title: string;

  constructor(private readonly store: Store) {
    super();
  }

  @HostListener("click", ["$event"])
  add(item: T): void {
    this.items.push(item);
  }

  remove = async (item: T) => {
    this.items.pop();
  };
}

abstract class Shape {
  abstract area(): number;
}
