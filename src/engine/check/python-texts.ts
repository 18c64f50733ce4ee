// Python in literal strings: which there is, which variables it may mean, and whether it can be parsed.
import { identifierOf } from "../../builtins/python-names.ts";
import type { Core } from "../../core/ast.ts";
import { MString } from "../../values/string.ts";
import type { Span } from "../../values/types.ts";
import type { Finding } from "./problem.ts";
import { walkCore } from "./walk-core.ts";

export interface PythonText {
  code: string;
  span: Span | undefined;
}

export interface PythonUse {
  texts: PythonText[];
  /** Code that is made at run time may use any variable. */
  computed: boolean;
}

const RUNS_PYTHON = new Set(["py-exec", "py-eval"]);
/** Scheme that is made at run time, and names given as text. */
const RUNS_ANYTHING = new Set(["eval", "load", "unsafe-exec-sub-output", "unsafe-interpolate", "get-context"]);

export function pythonIn(forms: readonly Core[]): PythonUse {
  const texts: PythonText[] = [];
  let computed = false;
  walkCore(forms, undefined, (node) => {
    if (node.type !== "call" || node.procedure.type !== "global") return undefined;
    const { name } = node.procedure.cell;
    const argument = node.arguments[0];
    const literal =
      argument?.type === "const" && argument.value instanceof MString ? argument.value.toString() : undefined;
    if (RUNS_ANYTHING.has(name)) computed = true;
    if (name === "finish-var" && literal !== undefined) texts.push({ code: literal, span: node.span });
    if (!RUNS_PYTHON.has(name)) return undefined;
    if (literal === undefined) computed = true;
    else texts.push({ code: literal, span: node.span });
    return undefined;
  });
  return { texts, computed };
}

/** Whether any of the texts holds the identifier that Python sees a variable under. */
export function namedIn({ texts, computed }: PythonUse): (name: string) => boolean {
  const words = new Set(texts.flatMap(({ code }) => code.match(/[\p{XID_Start}_]\p{XID_Continue}*/gu) ?? []));
  return (name) => computed || words.has(identifierOf(name));
}

/** Gives for each text `None`, or line, column and message. Indented code is tried again as `py-exec` does it. */
const PARSER = `
def _skein_check(codes):
    import inspect
    found = []
    for code in codes:
        error = None
        for text in (code, inspect.cleandoc(code)):
            try:
                compile(text, "<check>", "exec", dont_inherit=True)
                error = None
                break
            except IndentationError as e:
                error = error or [e.lineno or 1, e.offset or 1, e.msg]
            except (SyntaxError, ValueError) as e:
                error = [getattr(e, "lineno", 1) or 1, getattr(e, "offset", 1) or 1, getattr(e, "msg", str(e))]
                break
        found.append(error)
    return found
`;

export async function checkPython(
  { texts }: PythonUse,
  evaluate: (code: string) => Promise<unknown>,
): Promise<Finding[]> {
  if (texts.length === 0) return [];
  const codes = JSON.stringify(JSON.stringify(texts.map(({ code }) => code)));
  const answers = await evaluate(`${PARSER}\n_skein_check(__import__("json").loads(${codes}))`);
  return texts.flatMap(({ code, span }, i) => {
    const answer = (answers as ([number, number, string] | null)[])[i];
    if (answer === null || answer === undefined) return [];
    const [line, column, message] = answer;
    const shown = code.split("\n")[line - 1]?.trim();
    const hint = shown ? `the line of Python is: ${shown}` : undefined;
    return [
      { code: "python-syntax", message: `Python: ${message} (line ${line}, column ${column} of the text)`, span, hint },
    ];
  });
}
