// Values as text for the text procedures: what may be joined into a string, how long it may get, how it is padded.
import { Handle } from "../fibers/handle.ts";
import type { Machine } from "../machine/machine.ts";
import { Char } from "../values/char.ts";
import { ErrorObject, fail, wrongArgument } from "../values/error.ts";
import { HashTable } from "../values/hash-table.ts";
import { isReal } from "../values/numbers.ts";
import { Pair } from "../values/pair.ts";
import { display, printShort } from "../values/printer.ts";
import { MString } from "../values/string.ts";
import { Keyword, Sym } from "../values/symbol.ts";
import { EOF, isProcedure, NIL, UNSPECIFIED, type Value } from "../values/types.ts";
import { checkAllocation } from "./allocation.ts";

/** The longest string, in UTF-16 units: its code points must still fit an array that is filled one by one. */
export const MAX_TEXT = 2 ** 26;

/** What a short string in a list takes of the heap: pair, string object, JS string. */
const PIECE_BYTES = 128;

/**
 * Adds to an array that only the input bounds. It asks for room now and then: neither a full heap nor an array beyond
 * V8's limit can be caught.
 */
export function gather<T>(m: Machine, items: T[], x: T): void {
  if ((items.push(x) & 0x3fff) === 0)
    checkAllocation(m, items.length < 2 ** 25 ? 0x4000 : Number.POSITIVE_INFINITY, PIECE_BYTES);
}

/** Asked before a text of this length is made. Joining is cheap, so only long texts ask the engine for room. */
export function checkTextLength(m: Machine, length: number): void {
  if (length > MAX_TEXT) {
    fail(
      "limit",
      `the text would have more than ${MAX_TEXT} characters`,
      [],
      "keep long texts in lists, or write them to a port",
    );
  }
  if (length > 1 << 20) m.allocating(2 * length);
}

/**
 * A value as the text that scripts mean when they build a prompt with it: strings as they are, other data as `display`
 * shows them. What can only be a mistake (a procedure, a handle that was never awaited, no value) is refused.
 */
export function forgivingText(value: Value, who: string, index: number): string {
  if (value instanceof MString) return value.toString();
  if (typeof value === "number") return String(value);
  const culprit = notText(value);
  if (culprit !== undefined) {
    const where = culprit === value ? "" : " inside the value";
    const message = `${who}: expected text or data as argument ${index}, got ${printShort(culprit)}${where}`;
    fail("wrong-type", message, [], hintFor(culprit));
  }
  return display(value);
}

/** An argument that is searched or changed as text: a string, or an error, which stands for its message. */
export function textArgument(x: Value, index: number): MString {
  if (x instanceof MString) return x;
  return x instanceof ErrorObject ? new MString(display(x)) : wrongArgument(index, "a string", x);
}

/** How many parts of a value are looked at for things that are no text. */
const MAX_PARTS = 10_000;

/** The first part of a value that has no sensible text, if any. */
function notText(value: Value): Value | undefined {
  const todo: Value[] = [value];
  for (let count = 0; todo.length > 0 && count < MAX_PARTS; count++) {
    const x = todo.pop() as Value;
    if (x instanceof Pair) todo.push(x.cdr, x.car);
    else if (Array.isArray(x)) for (let i = Math.min(x.length, MAX_PARTS) - 1; i >= 0; i--) todo.push(x[i]);
    else if (x instanceof HashTable) {
      for (const [, item] of x.entries()) {
        todo.push(item);
        if (todo.length > MAX_PARTS) break;
      }
    } else if (!isPlain(x)) return x;
  }
  return undefined;
}

function isPlain(x: Value): boolean {
  if (x instanceof MString || isReal(x) || x instanceof Sym || typeof x === "boolean" || x instanceof Char) return true;
  if (x === NIL || x instanceof Keyword || x instanceof ErrorObject || x instanceof Uint8Array) return true;
  return !(x === UNSPECIFIED || x === EOF || isProcedure(x) || x instanceof Handle || "opaqueName" in (x as object));
}

function hintFor(x: Value): string | undefined {
  if (isProcedure(x)) return "call it first: put it in parentheses with its arguments";
  if (x === UNSPECIFIED)
    return "this comes from an expression without a value, such as display, set! or an if without its second branch";
  if (x instanceof Handle) return "its result is not there yet: use (await h)";
  return undefined;
}

/** How `~a`, `~r` and their like fit a text into a width, all counted in code points. */
export interface Fit {
  readonly min: number;
  readonly max: number;
  readonly align: "left" | "right" | "center";
  readonly leftPad: string;
  readonly rightPad: string;
  /** Stands at the end (or beginning) of a text that was cut. */
  readonly marker: string;
  readonly cutLeft: boolean;
}

export function fitText(m: Machine, text: string, fit: Fit): string {
  const cut = cutTo(text, fit);
  const missing = fit.min - lengthOf(cut);
  if (missing <= 0) return cut;
  checkTextLength(m, cut.length + 2 * missing);
  const left = fit.align === "left" ? 0 : fit.align === "right" ? missing : missing >> 1;
  // The left padding ends, and the right one begins, with a whole copy of its text: they line up with the edges.
  return padding(fit.leftPad, left) + cut + padding(fit.rightPad, missing - left);
}

function cutTo(text: string, { max, marker, cutLeft }: Fit): string {
  if (text.length <= max || lengthOf(text) <= max) return text;
  const whole = new MString(text);
  const mark = new MString(marker);
  const marks = mark.slice(0, Math.min(mark.length, max));
  const keep = max - lengthOf(marks);
  return cutLeft ? marks + whole.slice(whole.length - keep, whole.length) : whole.slice(0, keep) + marks;
}

function padding(pad: string, count: number): string {
  if (count === 0) return "";
  if (pad.length === 1) return pad.repeat(count);
  const points = [...pad];
  return Array.from({ length: count }, (_, i) => points[i % points.length]).join("");
}

/** Code points. */
export function lengthOf(text: string): number {
  return new MString(text).length;
}
