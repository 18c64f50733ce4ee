// Expressions of the intermediate language as JS text. Nothing here can unwind: only statements call unknown procedures.
import type { Expr } from "../ir.ts";
import { PRIMITIVES } from "../primitives.ts";
import { names, siteLine } from "./text.ts";

/** What an expression may need from the function that it stands in. */
export interface FunctionScope {
  /** A fresh temporary, declared at the top of the function. */
  temporary(): string;
  /** The text of a closure. */
  lambda(l: number): string;
  selection(ls: number[]): string;
  /** Notes that the unit needs a constant, cell, fixed value or ABI name, and gives its identifier. */
  constant(k: number): string;
  name(n: number): string;
  cell(c: number): string;
  fixed(c: number): string;
  abi(name: string): string;
}

const MAX = Number.MAX_SAFE_INTEGER;

/** A value. */
export function emitValue(e: Expr, scope: FunctionScope): string {
  switch (e.op) {
    case "const":
      return scope.constant(e.k);
    case "int":
      return e.n < 0 ? `(${e.n})` : `${e.n}`;
    case "bool":
      return `${e.b}`;
    case "var":
      return names.variable(e.v);
    case "unbox":
      return emitUnbox(e, scope);
    case "box":
      return `{ v: ${e.e === undefined ? "undefined" : emitValue(e.e, scope)} }`;
    case "fixed":
      return scope.fixed(e.c);
    case "global": {
      const cell = scope.cell(e.c);
      const t = scope.temporary();
      return `((${t} = ${cell}.value) !== undefined ? ${t} : ${siteLine(e.site)}${scope.abi("unbound")}(${cell}))`;
    }
    case "prim":
      return emitPrimitive(e, scope);
    case "leaf":
      return `${siteLine(e.site)}${scope.fixed(e.c)}(${e.args.map((arg) => emitValue(arg, scope)).join(", ")})`;
    case "cond":
      return `(${emitTest(e.test, scope)} ? ${emitValue(e.then, scope)} : ${emitValue(e.else, scope)})`;
    case "lambda":
      return scope.lambda(e.l);
    case "case-lambda":
      return scope.selection(e.ls);
    case "missing":
      return `(${names.variable(e.v)} === undefined)`;
    case "values":
      return `${siteLine(e.site)}${scope.abi("values")}(${emitValue(e.e, scope)}, ${e.count}, ${e.rest})`;
    case "item":
      return `${names.variable(e.v)}[${e.i}]`;
  }
}

/** A JS condition: true unless the value is `#f`. */
export function emitTest(e: Expr, scope: FunctionScope): string {
  if (e.op === "bool") return `${e.b}`;
  if (e.op === "int" || e.op === "lambda") return "true";
  if (e.op === "missing") return emitValue(e, scope);
  if (e.op === "cond") return `(${emitTest(e.test, scope)} ? ${emitTest(e.then, scope)} : ${emitTest(e.else, scope)})`;
  if (e.op === "prim" && e.name === "not") return `!${emitTest(e.args[0], scope)}`;
  if (e.op === "prim" && PRIMITIVES.get(e.name)?.predicate) return emitPrimitive(e, scope);
  return `(${emitValue(e, scope)} !== false)`;
}

function emitUnbox(e: Extract<Expr, { op: "unbox" }>, scope: FunctionScope): string {
  const box = `${names.variable(e.v)}.v`;
  if (!e.checked) return box;
  const t = scope.temporary();
  return `((${t} = ${box}) !== undefined ? ${t} : ${siteLine(e.site)}${scope.abi("early")}(${scope.name(e.name)}))`;
}

type Prim = Extract<Expr, { op: "prim" }>;

/** Operands as names that may be repeated, and the assignments that must come first. */
function operands(
  args: Expr[],
  scope: FunctionScope,
  value = (arg: Expr): string => emitValue(arg, scope),
): { first: string; at: string[] } {
  const assignments: string[] = [];
  const at = args.map((arg) => {
    // In parentheses, because a point may follow: `(car 5)` is an error of the script, not of the emitted text.
    if (arg.op === "int") return `(${arg.n})`;
    if (arg.op === "var" || arg.op === "const" || arg.op === "bool" || arg.op === "fixed") return emitValue(arg, scope);
    const t = scope.temporary();
    assignments.push(`${t} = ${value(arg)}`);
    return t;
  });
  return { first: assignments.length === 0 ? "" : `${assignments.join(", ")}, `, at };
}

function emitPrimitive(e: Prim, scope: FunctionScope): string {
  if (PRIMITIVES.get(e.name)?.arithmetic !== undefined) return emitArithmetic(e, scope);
  const simple = SIMPLE[e.name];
  if (simple !== undefined) return simple(e.args, scope);
  const { first, at } = operands(e.args, scope);
  const slow = `${siteLine(e.site)}${scope.fixed(e.c)}(${at.join(", ")})`;
  return `(${first}${CHECKED[e.name](at, slow, scope)})`;
}

/** Primitives that can not fail; each operand is written once. */
const SIMPLE: { [name: string]: (args: Expr[], scope: FunctionScope) => string } = {
  cons: ([a, b], s) => `new ${s.abi("Pair")}(${emitValue(a, s)}, ${emitValue(b, s)})`,
  list: (args, s) =>
    args.map((arg) => `new ${s.abi("Pair")}(${emitValue(arg, s)}, `).join("") + s.abi("NIL") + ")".repeat(args.length),
  vector: (args, s) => `[${args.map((arg) => emitValue(arg, s)).join(", ")}]`,
  void: (_, s) => s.abi("UNSPECIFIED"),
  not: ([a], s) => `(${emitValue(a, s)} === false)`,
  "null?": ([a], s) => `(${emitValue(a, s)} === ${s.abi("NIL")})`,
  "pair?": ([a], s) => `(${emitValue(a, s)} instanceof ${s.abi("Pair")})`,
  "eq?": ([a, b], s) => `(${emitValue(a, s)} === ${emitValue(b, s)})`,
  "vector?": ([a], s) => `${s.abi("isArray")}(${emitValue(a, s)})`,
  "string?": ([a], s) => `(${emitValue(a, s)} instanceof ${s.abi("MString")})`,
  "symbol?": ([a], s) => `(${emitValue(a, s)} instanceof ${s.abi("Sym")})`,
  "char?": ([a], s) => `(${emitValue(a, s)} instanceof ${s.abi("Char")})`,
  "procedure?": ([a], s) => `(typeof ${emitValue(a, s)} === "function")`,
  "boolean?": ([a], s) => `(typeof ${emitValue(a, s)} === "boolean")`,
  "eof-object?": ([a], s) => `(${emitValue(a, s)} === ${s.abi("EOF")})`,
};

/** Primitives with a fast path; otherwise the builtin itself is called, which also knows the error. */
const CHECKED: { [name: string]: (at: string[], slow: string, scope: FunctionScope) => string } = {
  car: ([a], slow, s) => `${a} instanceof ${s.abi("Pair")} ? ${a}.car : ${slow}`,
  cdr: ([a], slow, s) => `${a} instanceof ${s.abi("Pair")} ? ${a}.cdr : ${slow}`,
  cadr: ([a], slow, s) =>
    `${a} instanceof ${s.abi("Pair")} && ${a}.cdr instanceof ${s.abi("Pair")} ? ${a}.cdr.car : ${slow}`,
  cddr: ([a], slow, s) =>
    `${a} instanceof ${s.abi("Pair")} && ${a}.cdr instanceof ${s.abi("Pair")} ? ${a}.cdr.cdr : ${slow}`,
  "set-car!": ([a, b], slow, s) =>
    `${a} instanceof ${s.abi("Pair")} ? (${a}.car = ${b}, ${s.abi("UNSPECIFIED")}) : ${slow}`,
  "set-cdr!": ([a, b], slow, s) =>
    `${a} instanceof ${s.abi("Pair")} ? (${a}.cdr = ${b}, ${s.abi("UNSPECIFIED")}) : ${slow}`,
  "vector-length": ([a], slow, s) => `${s.abi("isArray")}(${a}) ? ${a}.length : ${slow}`,
  "vector-ref": ([a, k], slow, s) => `${inVector(a, k, s)} ? ${a}[${k}] : ${slow}`,
  "vector-set!": ([a, k, x], slow, s) =>
    `${inVector(a, k, s)} ? (${a}[${k}] = ${x}, ${s.abi("UNSPECIFIED")}) : ${slow}`,
  "zero?": ([a], slow) => `${a} === 0 || (typeof ${a} !== "number" && ${slow})`,
  "eqv?": ([a, b], _, s) => `${a} === ${b} || ${s.abi("isEqv")}(${a}, ${b})`,
  // `+ 0` because JS gives −0 where exact integers have none.
  quotient: ([a, b], slow) => `${bothNumbers(a, b)} && ${b} !== 0 ? (${a} - ${a} % ${b}) / ${b} + 0 : ${slow}`,
  remainder: ([a, b], slow) => `${bothNumbers(a, b)} && ${b} !== 0 ? ${a} % ${b} + 0 : ${slow}`,
  modulo: ([a, b], slow, s) => {
    const t = s.temporary();
    return `${bothNumbers(a, b)} && ${b} !== 0 ? ((${t} = ${a} % ${b}) !== 0 && ${t} < 0 !== ${b} < 0 ? ${t} + ${b} : ${t} + 0) : ${slow}`;
  },
};

const inVector = (a: string, k: string, s: FunctionScope): string =>
  `${s.abi("isArray")}(${a}) && typeof ${k} === "number" && ${k} >= 0 && ${k} < ${a}.length`;

const bothNumbers = (a: string, b: string): string =>
  [a, b]
    .filter((x) => !/^\(?-?\d+\)?$/.test(x))
    .map((x) => `typeof ${x} === "number"`)
    .join(" && ") || "true";

function emitArithmetic(e: Prim, scope: FunctionScope): string {
  return isFloatTree(e) ? emitFloatTree(e, scope) : emitExact(e, scope);
}

/** Fast for exact integers that fit, otherwise the builtin. */
function emitExact(e: Prim, scope: FunctionScope): string {
  const kind = PRIMITIVES.get(e.name)?.arithmetic as string;
  const { first, at } = operands(e.args, scope, (arg) =>
    isInner(arg) ? emitExact(arg, scope) : emitValue(arg, scope),
  );
  const [a, b] = at;
  const slow = `${siteLine(e.site)}${scope.fixed(e.c)}(${a}, ${b})`;
  const numbers = bothNumbers(a, b);
  if (PRIMITIVES.get(e.name)?.predicate)
    return `(${first}${numbers} ? ${a} ${kind === "=" ? "===" : kind} ${b} : ${slow})`;
  const constant = e.args[1].op === "int" ? e.args[1].n : undefined;
  if (constant !== undefined && constant >= 0 && kind !== "*") {
    const fits = kind === "+" ? `${a} <= ${MAX - constant}` : `${a} >= ${-(MAX - constant)}`;
    return `(${first}${numbers} && ${fits} ? ${a} ${kind} ${constant} : ${slow})`;
  }
  const t = scope.temporary();
  const result = kind === "*" ? `${t} + 0` : t;
  return `(${first}${numbers} && (${t} = ${a} ${kind} ${b}) <= ${MAX} && ${t} >= -${MAX} ? ${result} : ${slow})`;
}

/** Two or more arithmetic operations over variables: worth a path that computes unboxed when all are flonums. */
function isFloatTree(e: Prim): boolean {
  return (
    e.args.some((arg) => arg.op === "prim" && isArithmetic(arg)) &&
    leavesOf(e).every((x) => x.op === "var") &&
    sizeOf(e) <= 12
  );
}

const isArithmetic = (e: Prim): boolean => {
  const primitive = PRIMITIVES.get(e.name);
  return primitive?.arithmetic !== undefined && !primitive.predicate;
};

const isInner = (e: Expr): e is Prim => e.op === "prim" && isArithmetic(e);

const leavesOf = (e: Prim): Expr[] => e.args.flatMap((arg) => (isInner(arg) ? leavesOf(arg) : [arg]));

const sizeOf = (e: Prim): number => 1 + e.args.reduce((sum, arg) => sum + (isInner(arg) ? sizeOf(arg) : 0), 0);

/** Boxed flonums cost 24 times plain JS on mbrot; this brings that to 8.7 (execution.md). */
function emitFloatTree(e: Prim, scope: FunctionScope): string {
  const flonum = scope.abi("Flonum");
  const variables = [...new Set(leavesOf(e).map((leaf) => emitValue(leaf, scope)))];
  const all = variables.map((v) => `${v} instanceof ${flonum}`).join(" && ");
  const fast = floatText(e, scope);
  const predicate = PRIMITIVES.get(e.name)?.predicate;
  return `(${all} ? ${predicate ? fast : `new ${flonum}(${fast})`} : ${emitExact(e, scope)})`;
}

function floatText(e: Expr, scope: FunctionScope): string {
  if (e.op !== "prim") return `${emitValue(e, scope)}.n`;
  return `(${floatText(e.args[0], scope)} ${e.name === "=" ? "===" : e.name} ${floatText(e.args[1], scope)})`;
}
