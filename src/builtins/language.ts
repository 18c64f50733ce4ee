// Programs as data (R7RS 6.12) and the names that scripts of the family use for it: eval, environments, syntax unwrapped.
import { fail } from "../values/error.ts";
import { listFrom } from "../values/pair.ts";
import type { MString } from "../values/string.ts";
import { syntaxToDatum } from "../values/strip-syntax.ts";
import { intern, Sym } from "../values/symbol.ts";
import type { Value } from "../values/types.ts";
import { ask } from "./files.ts";
import type { Row, Section } from "./row.ts";
import type { Services } from "./services.ts";

export const language: Section = (_m, services) => [...evaluation(services), ...syntax(), ...script(services)];

const evaluation = ({ language, host }: Services): Row[] => [
  {
    signature: "(eval expression [environment])",
    doc: "Runs an expression that is data, in the script's own top level or in an environment.",
    example: "(eval '(+ 1 2)) => 3\n(eval '(* 2 3) (environment '(scheme base))) => 6",
    kind: "calls",
    run: (expression: Value, environment?: Value) => language.evaluate(expression, environment),
  },
  {
    signature: "(environment library ...)",
    doc: "An environment with the names of the libraries, for eval.",
    example: "(eval '(car '(1 2)) (environment '(scheme base))) => 1",
    run: (libraries: Value[]) => language.environment(libraries),
  },
  {
    signature: "(interaction-environment)",
    doc: "The script's own top level, for eval.",
    example: "(eval '(+ 1 1) (interaction-environment)) => 2",
    run: () => language.environment([]),
  },
  {
    signature: "(scheme-report-environment [version:index])",
    doc: "The names of R7RS, for eval.",
    example: "(eval '(+ 1 1) (scheme-report-environment 7)) => 2",
    run: () => language.environment([]),
  },
  {
    signature: "(null-environment [version:index])",
    doc: "The same as scheme-report-environment: the syntax of R7RS is not kept apart from its procedures.",
    example: "(eval '(if #f 1 2) (null-environment 5)) => 2",
    run: () => language.environment([]),
  },
  {
    signature: "(load path:string [environment])",
    doc: "Runs a file's forms, in the script's own top level or in an environment, if the host lets scripts read it.",
    example: "(procedure? load) => #t",
    kind: "calls",
    run: (path: MString, environment?: Value) => {
      const name = path.toString();
      return language.evaluateText(
        ask(() => host.files.readText(name)),
        name,
        environment,
      );
    },
  },
  {
    signature: "(unsafe-exec-sub-output text:string)",
    doc: "Runs every form of a generated program (its fences stripped) in the script's own top level.",
    example: '(unsafe-exec-sub-output "```scheme\\n(+ 1 2)\\n```") => 3',
    kind: "calls",
    run: (text: MString) => language.evaluateText(programOf(text.toString()), "generated.scm"),
  },
];

const syntax = (): Row[] => [
  {
    signature: "(syntax-e x)",
    doc: "What a syntax object holds; a string, or any other datum, is itself.",
    example: '(syntax-e "a reply") => a reply',
    run: syntaxToDatum,
  },
  {
    signature: "(syntax->datum x)",
    doc: "A syntax object as data; any other datum is itself.",
    example: "(syntax->datum '(a b)) => (a b)",
    run: syntaxToDatum,
  },
  {
    signature: "(datum->syntax context [datum])",
    doc: "The datum itself: scripts of this family wrap replies with it.",
    example: "(datum->syntax #f 'a) => a",
    run: (context: Value, datum?: Value) => datum ?? context,
  },
  {
    signature: "(unsafe-interpolate x)",
    doc: "The text or datum itself: a name that scripts of this family use.",
    example: '(unsafe-interpolate "a reply") => a reply',
    run: syntaxToDatum,
  },
];

const script = ({ language, scheduler }: Services): Row[] => [
  {
    signature: "(features)",
    doc: "What cond-expand knows of this implementation, as a list of symbols.",
    example: "(and (memq 'r7rs (features)) #t) => #t",
    run: () => listFrom(language.features.map(intern)),
  },
  {
    signature: "(get-context [name])",
    doc: "A named input of the script; without a name, the input called context.",
    example: '(guard (e (#t \'none)) (get-context "no-such-input")) => none',
    run(name?: Value) {
      const wanted = nameOf(name ?? intern("context"));
      return (
        language.variable(wanted) ??
        fail("input", `get-context: there is no input named ${wanted}`, [], `give it with --input ${wanted}=FILE`)
      );
    },
  },
  {
    signature: "(%variable name)",
    doc: "The value of the script's own variable of a name, or #f and nothing else.",
    example: '(%variable "no-such-variable") => #f',
    run: (name: Value) => language.variable(nameOf(name)) ?? false,
  },
  {
    signature: "(%finish-scheme-variable name)",
    doc: "Ends the run with the value of the script's own variable of a name; #f when there is none.",
    example: '(%finish-scheme-variable "no-such-variable") => #f',
    kind: "calls",
    run(name: Value) {
      const value = language.variable(nameOf(name));
      return value === undefined ? false : scheduler.finish(value);
    },
  },
];

const nameOf = (x: Value): string => (x instanceof Sym ? x.name : String(x));

/** The program in a model's reply: what its fences hold, or all of it. */
export function programOf(reply: string): string {
  const fenced = [...reply.matchAll(/^[ \t]*```[^\n`]*\n([\s\S]*?)^[ \t]*```/gm)].map(([, code]) => code);
  return fenced.length > 0 ? fenced.join("\n") : reply;
}
