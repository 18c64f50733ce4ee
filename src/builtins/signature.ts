// Signatures as written in rows, parsed once: `(vector-ref vector:vector k:index)`, `[x]`, `x ...`, `#:key [x]`.
import { ARGUMENT_TYPES, type ArgumentType } from "./types.ts";

export interface Parameter {
  readonly name: string;
  readonly type: ArgumentType | undefined;
}

export interface Signature {
  readonly name: string;
  /** Required and optional positional parameters; the first `min` are required. */
  readonly parameters: readonly Parameter[];
  readonly min: number;
  /** Infinity with a rest parameter. */
  readonly max: number;
  readonly rest: Parameter | undefined;
  readonly keywords: readonly (Parameter & { readonly required: boolean })[];
  /** As people read it: without the types. */
  readonly text: string;
}

/** Throws on a signature that does not parse: a mistake in a row must not wait for a script to find it. */
export function parseSignature(source: string): Signature {
  const tokens = source.slice(1, -1).split(/\s+/);
  if (!/^\(.*\)$/.test(source)) throw new Error(`signature without parentheses: ${source}`);
  const name = tokens[0];
  const parameters: Parameter[] = [];
  const keywords: (Parameter & { required: boolean })[] = [];
  let min = 0;
  let rest: Parameter | undefined;
  for (let i = 1; i < tokens.length; i++) {
    const token = tokens[i];
    if (token.startsWith("#:")) {
      const next = tokens[++i] ?? "";
      const required = !next.startsWith("[");
      keywords.push({ ...parameter(required ? next : next.slice(1, -1), source), name: token.slice(2), required });
    } else if (token === "...") {
      rest = parameters.pop();
      if (min > parameters.length) min = parameters.length;
    } else if (token.startsWith("[")) {
      parameters.push(parameter(token.slice(1, -1), source));
    } else {
      parameters.push(parameter(token, source));
      min = parameters.length;
    }
  }
  const max = rest === undefined ? parameters.length : Number.POSITIVE_INFINITY;
  const text = source.replace(/(?<!#):[a-z-]+(?=[\])\s])/g, "");
  return { name, parameters, min, max, rest, keywords, text };
}

function parameter(token: string, source: string): Parameter {
  const split = token.lastIndexOf(":");
  if (split <= 0) return { name: token, type: undefined };
  const typeName = token.slice(split + 1);
  const type = ARGUMENT_TYPES[typeName];
  if (type === undefined) throw new Error(`unknown type ${typeName} in the signature ${source}`);
  return { name: token.slice(0, split), type };
}
