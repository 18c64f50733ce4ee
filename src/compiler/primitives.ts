// The builtins that the emitter writes in line: how many arguments, and whether the result is a JS boolean.

export interface Primitive {
  readonly min: number;
  readonly max: number;
  /** The result can stand where JS wants a condition. */
  readonly predicate?: true;
  /** Written as exact/flonum arithmetic on pairs of arguments. */
  readonly arithmetic?: "+" | "-" | "*" | "/" | "<" | ">" | "<=" | ">=" | "=";
}

const one: Primitive = { min: 1, max: 1 };
const two: Primitive = { min: 2, max: 2 };
const test: Primitive = { min: 1, max: 1, predicate: true };

/** By name; a name means the builtin only where its cell is the library's own. */
export const PRIMITIVES: ReadonlyMap<string, Primitive> = new Map<string, Primitive>([
  ["+", { min: 2, max: 2, arithmetic: "+" }],
  ["-", { min: 2, max: 2, arithmetic: "-" }],
  ["*", { min: 2, max: 2, arithmetic: "*" }],
  ["<", { min: 2, max: 2, predicate: true, arithmetic: "<" }],
  [">", { min: 2, max: 2, predicate: true, arithmetic: ">" }],
  ["<=", { min: 2, max: 2, predicate: true, arithmetic: "<=" }],
  [">=", { min: 2, max: 2, predicate: true, arithmetic: ">=" }],
  ["=", { min: 2, max: 2, predicate: true, arithmetic: "=" }],
  ["quotient", two],
  ["remainder", two],
  ["modulo", two],
  ["car", one],
  ["cdr", one],
  ["cadr", one],
  ["cddr", one],
  ["cons", two],
  ["set-car!", two],
  ["set-cdr!", two],
  ["list", { min: 0, max: 16 }],
  ["vector", { min: 0, max: 16 }],
  ["vector-ref", two],
  ["vector-set!", { min: 3, max: 3 }],
  ["vector-length", one],
  ["void", { min: 0, max: 0 }],
  ["not", test],
  ["null?", test],
  ["pair?", test],
  ["eq?", { min: 2, max: 2, predicate: true }],
  ["eqv?", { min: 2, max: 2, predicate: true }],
  ["vector?", test],
  ["string?", test],
  ["symbol?", test],
  ["char?", test],
  ["procedure?", test],
  ["boolean?", test],
  ["eof-object?", test],
  ["zero?", test],
]);
