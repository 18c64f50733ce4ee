// Scheme's variables as Python sees them: which name is which, and when a value that Python has is out of date.
import type { NameAnswer, NameSource } from "../python/names.ts";
import { encodeValue } from "../python/writer.ts";
import type { Cell } from "../values/cell.ts";
import { ErrorObject, Raised } from "../values/error.ts";
import { isProcedure, type Value } from "../values/types.ts";
import { type Border, walk } from "./convert/walk.ts";
import { Witness } from "./convert/witness.ts";

/** The script's own top-level variables, inputs included; the library's are not among them. */
export interface Variables {
  cell(name: string): Cell | undefined;
  names(): Iterable<string>;
}

/** The Python identifier of a Scheme name: what an identifier can not hold counts as `_`. */
export function identifierOf(name: string): string {
  const characters = [...name.normalize("NFKC")];
  const start = /^[_\p{XID_Start}]$/u;
  const part = /^\p{XID_Continue}$/u;
  const mapped = characters.map((c, i) => ((i === 0 ? start : part).test(c) ? c : "_"));
  return mapped.join("") || "_";
}

interface Sent {
  readonly cell: Cell;
  readonly value: Value;
  readonly witness: Witness;
}

/** Answers Python's questions from `variables`; `border` says what may cross. */
export function nameSource(variables: Variables, border: Border): NameSource {
  return {
    resolve(name) {
      const found = find(name, variables);
      if (typeof found === "string") return { kind: "refused", message: found };
      return found === undefined ? { kind: "absent" } : answer(found, border);
    },
    fresh(name, token) {
      const sent = token as Sent;
      return sent.cell.value === sent.value && find(name, variables) === sent.cell && sent.witness.matches(sent.value);
    },
  };
}

/** The variable that Python means, undefined when there is none, or why there is no telling. */
function find(name: string, variables: Variables): Cell | string | undefined {
  const exact = variables.cell(name);
  if (exact !== undefined) return exact;
  const spelt = (identifier: (candidate: string) => string) =>
    [...variables.names()].filter((candidate) => identifier(candidate) === name);
  let candidates = spelt(identifierOf);
  // `valid?` is `valid_` by the rule, and `valid` to whoever writes Python.
  if (candidates.length === 0) candidates = spelt((candidate) => identifierOf(candidate.replace(/[?!*]+$/, "")));
  if (candidates.length > 1) {
    return `name '${name}' could be any of the Scheme variables ${candidates.sort().join(", ")}; py-set! can give one of them a name of its own`;
  }
  return candidates.length === 0 ? undefined : variables.cell(candidates[0]);
}

function answer(cell: Cell, border: Border): NameAnswer {
  const { name, value } = cell;
  if (value === undefined) return { kind: "refused", message: `the Scheme variable ${name} has no value yet` };
  if (isProcedure(value)) {
    const message = `${name} is a Scheme procedure, and procedures can not cross to Python; call it in Scheme and pass on its result`;
    return { kind: "refused", message };
  }
  try {
    const part = encodeValue((writer) => walk(value, writer, border));
    return { kind: "value", part, token: { cell, value, witness: new Witness(value) } satisfies Sent };
  } catch (error) {
    if (!(error instanceof Raised) || !(error.payload instanceof ErrorObject)) throw error;
    return { kind: "refused", message: `the Scheme variable ${name}: ${error.payload.message}` };
  }
}
