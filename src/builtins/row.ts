// The one shape of every builtin: name, signature, one line, example, function; and the wrapper made from the signature.

import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import type { Keywords, Procedure } from "../values/types.ts";
import type { Services } from "./services.ts";

/**
 * One builtin. The signature is both documentation and check: `(vector-ref vector:vector k:index)`,
 * `(number->string z:number [radix:index])`, `(append list ...)`, `(sort items less?:procedure #:key [key:procedure])`.
 * `name:type` is checked by the wrapper (see `types.ts`), `[x]` is optional (the function gets `undefined`), a final
 * `name:type ...` is a rest argument (the function gets the remaining arguments as one array), `#:key x` a required and
 * `#:key [x]` an optional keyword. Rows with keywords get the keyword map (`Keywords`) as their first argument.
 * For an argument that is wrong in a way no type says: `wrongArgument(index, wanted, got)`; the wrapper adds the name.
 */
export interface Row {
  signature: string;
  /** One line for `,doc` and the reference. */
  doc: string;
  /** A program and what it shows: `(car '(1 2)) => 1`; run by a test. Several lines are several examples. */
  example: string;
  /** "leaf" (default): never calls a procedure, never returns `S`. "calls": may return `S`. */
  kind?: "leaf" | "calls";
  // biome-ignore lint/suspicious/noExplicitAny: the wrapper has checked the arguments against the signature
  run: (...args: any[]) => Result;
  /** For a procedure that hands on whatever keywords it is called with: like `run`, with the keywords first. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  forward?: (keywords: Keywords, ...args: any[]) => Result;
  /** The procedure itself, where it is made elsewhere: a parameter. No wrapper is put around it. */
  procedure?: Procedure;
}

/** What a section of builtins is: rows made for one engine. */
export type Section = (m: Machine, services: Services) => Row[];
