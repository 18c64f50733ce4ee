// Parameters (R7RS 4.2.6): make-parameter, and the procedure that parameterize expands to.
import { arityError } from "../machine/arity.ts";
import { bindingOf, withParameters } from "../machine/dynamic.ts";
import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { fail } from "../values/error.ts";
import { arrayFrom } from "../values/pair.ts";
import { printShort } from "../values/printer.ts";
import { type Procedure, type ProcedureInfo, UNSPECIFIED, type Value } from "../values/types.ts";
import { makeCall, makeLoop } from "./loops.ts";
import type { Section } from "./row.ts";

interface Parameter {
  value: Value;
  /** What every value given later goes through. */
  readonly converter: Procedure | undefined;
}

// What makes a procedure a parameter. Weak and by identity: engines can not notice that they share the table.
const parameters = new WeakMap<Procedure, Parameter>();

export const isParameter = (x: Value): boolean => typeof x === "function" && parameters.has(x as Procedure);

/** A parameter whose first value is `value`, already converted. */
export function makeParameter(m: Machine, value: Value, converter?: Procedure, name = "parameter"): Procedure {
  const parameter: Parameter = { value, converter };
  const store = (x: Value): Value => {
    const binding = bindingOf(m, p);
    if (binding === undefined) parameter.value = x;
    else binding.value = x;
    return UNSPECIFIED;
  };
  const convertAndStore = makeCall(m, store);
  const p: Procedure = (x?: Value, extra?: Value): Result => {
    if (extra !== undefined) arityError(p.info as ProcedureInfo, "more");
    if (x === undefined) return bindingOf(m, p)?.value ?? parameter.value;
    return converter === undefined ? store(x) : convertAndStore(converter, x, undefined);
  };
  p.info = { name, min: 0, max: 1, kind: "parameter" };
  parameters.set(p, parameter);
  return p;
}

interface Conversion {
  parameters: Procedure[];
  values: Value[];
  /** How many of `values` are converted. */
  done: number;
  thunk: Procedure;
}

export const parametersSection: Section = (m) => {
  const make = makeCall(m, (value: Value, converter: Procedure) => makeParameter(m, value, converter));
  const parameterize = makeLoop<Conversion>(m, {
    call({ parameters: ps, values, done }) {
      if (done === ps.length) return undefined;
      const converter = parameters.get(ps[done])?.converter;
      return converter === undefined ? values[done] : (converter(values[done]) as Result);
    },
    next: (s, value) => ({ ...s, values: s.values.with(s.done, value), done: s.done + 1 }),
    done: ({ parameters: ps, values, thunk }) => withParameters(m, ps, values, thunk),
  });
  return [
    {
      signature: "(make-parameter value [converter:procedure])",
      doc: "A procedure of no arguments that gives value, or what parameterize puts in its place; converter is applied to both.",
      example: "(let ((p (make-parameter 1))) (list (p) (parameterize ((p 2)) (p)) (p))) => (1 2 1)",
      kind: "calls",
      run: (value: Value, converter?: Procedure) =>
        converter === undefined ? makeParameter(m, value) : make(converter, value, converter),
    },
    {
      signature: "(parameter? x)",
      doc: "Whether x is a parameter.",
      example: "(parameter? (make-parameter 1)) => #t",
      run: isParameter,
    },
    {
      signature: "(%parameterize parameters:list values:list thunk:procedure)",
      doc: "What parameterize expands to.",
      example: "(procedure? %parameterize) => #t",
      kind: "calls",
      run(ps: Value, values: Value, thunk: Procedure) {
        const given = arrayFrom(ps) ?? [];
        for (const p of given) {
          if (!isParameter(p)) fail("wrong-type", `parameterize: expected a parameter, got ${printShort(p)}`);
        }
        return parameterize({ parameters: given as Procedure[], values: arrayFrom(values) ?? [], done: 0, thunk });
      },
    },
  ];
};
