// A script's language: reader, expander and compiler on one top level, for the engine and for builtins such as `eval`.
import { PrintedText } from "../builtins/python-bridge.ts";
import type { Variables } from "../builtins/python-names.ts";
import type { Language } from "../builtins/services.ts";
import type { Backend } from "../compiler/backend.ts";
import { CompileError } from "../compiler/compile-error.ts";
import { lowerToBlocks } from "../compiler/passes/lower-to-blocks.ts";
import type { Core } from "../core/ast.ts";
import { definedNameOf, syntaxNamed } from "../expander/defined-names.ts";
import type { TopLevel } from "../expander/environment.ts";
import type { Expander } from "../expander/expander.ts";
import { datumToSyntax } from "../expander/syntax-view.ts";
import { type Host, HostError } from "../host/host.ts";
import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { ReadError } from "../reader/read-error.ts";
import type { Reader } from "../reader/reader.ts";
import type { Cell } from "../values/cell.ts";
import { ErrorObject, fail, Raised } from "../values/error.ts";
import { listFrom, Pair } from "../values/pair.ts";
import { intern } from "../values/symbol.ts";
import type { Syntax } from "../values/syntax.ts";
import { SyntaxFailure } from "../values/syntax-failure.ts";
import { isProcedure, type Procedure, type Span, UNSPECIFIED, type Value } from "../values/types.ts";
import { showPrinted } from "./printed-text.ts";
import { type Program, runProgram } from "./program.ts";
import { definedBy, isReplayable } from "./replayable.ts";
import { SkeinError } from "./skein-error.ts";

export interface LanguageParts {
  readonly machine: Machine;
  readonly reader: Reader;
  readonly backend: Backend;
  readonly expander: Expander;
  readonly top: TopLevel;
  readonly output: (text: string) => void;
  readonly host: Host;
  readonly builtin: (name: string) => Cell | undefined;
}

/** What `environment` gives a script. */
class Environment {
  readonly opaqueName = "environment";
  readonly top: TopLevel;
  constructor(top: TopLevel) {
    this.top = top;
  }
}

export class ScriptLanguage implements Language {
  /** Texts by file name, for the framed line of an error. */
  readonly sources = new Map<string, string>();
  readonly top: TopLevel;
  readonly variables: Variables;
  readonly #parts: LanguageParts;
  /** Forms that only define, by what they define, in the order in which they last ran. */
  readonly #definitions = new Map<string, Syntax>();

  constructor(parts: LanguageParts) {
    this.#parts = parts;
    const { top } = parts;
    this.top = top;
    this.variables = {
      cell: (name) => definedCell(top, name),
      names: () => [...top.ownCells()].flatMap(([name, cell]) => (cell.value === undefined ? [] : [name])),
    };
  }

  /** A text's forms, ready to run; or what is wrong with it. A `whole` program sees only what it imports, if it imports. */
  read(text: string, name: string, whole: boolean): Program | SkeinError {
    this.sources.set(name, text);
    try {
      return this.#program(this.#parts.reader.readAll(text, name), this.top, whole);
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      const { code, message, span, hint } = failure;
      return new SkeinError({ code, message, span, source: text, hint });
    }
  }

  evaluate(datum: Value, environment: Value | undefined): Result {
    const top = this.#topOf(environment, "eval");
    const form = datumToSyntax(datum);
    return this.#parts.machine.act((m) =>
      runProgram(
        m,
        this.#compiling(() => this.#program([form], top)),
      ),
    );
  }

  evaluateText(text: string, name: string, environment?: Value): Result {
    const top = this.#topOf(environment, "load");
    this.sources.set(name, text);
    return this.#parts.machine.act((m) =>
      runProgram(
        m,
        this.#compiling(() => this.#program(this.#parts.reader.readAll(text, name), top)),
      ),
    );
  }

  #topOf(environment: Value | undefined, who: string): TopLevel {
    if (environment === undefined) return this.top;
    if (environment instanceof Environment) return environment.top;
    return fail("wrong-type", `${who}: expected an environment as argument 2, got`, [environment]);
  }

  /** The forms of a file that a script names, beside the file that names it; the host must let scripts read it. */
  readFile(path: string, from: Span | undefined, foldCase = false): Syntax[] {
    const { host, reader } = this.#parts;
    const folder = from?.file.includes("/") ? from.file.slice(0, from.file.lastIndexOf("/") + 1) : "";
    const file = /^(\/|[A-Za-z]:)/.test(path) ? path : folder + path;
    const text = host.files.readText(file);
    this.sources.set(file, text);
    return reader.readAll(text, file, foldCase);
  }

  /** The forms of the file that defines a library: `(a b)` is `a/b.sld`, or `.scm`. */
  readLibrary(name: readonly string[], from: Span | undefined): Syntax[] | undefined {
    for (const ending of ["sld", "scm"]) {
      try {
        return this.readFile(`${name.join("/")}.${ending}`, from);
      } catch (error) {
        // Not there, or not to be seen: the expander says which library is missing.
        if (!(error instanceof Error && error.name === "HostError")) throw error;
      }
    }
    return undefined;
  }

  environment(libraries: Value[]): Value {
    if (libraries.length === 0) return new Environment(this.top);
    const { expander } = this.#parts;
    const top = expander.topLevel("environment", null);
    const form = datumToSyntax(new Pair(intern("import"), listFrom(libraries)));
    this.#compiling(() => expander.expandTopLevel(form, top));
    return new Environment(top);
  }

  /** The forms that only define something: run again elsewhere, they have no other effect. */
  definitions(): Syntax[] {
    return [...this.#definitions.values()];
  }

  programOf(forms: Syntax[]): Program {
    return this.#program(forms, this.top);
  }

  get features(): readonly string[] {
    return this.#parts.expander.features;
  }

  variable(name: string): Value | undefined {
    return definedCell(this.top, name)?.value;
  }

  isComplete(source: string): "complete" | "incomplete" | "invalid" {
    return this.#parts.reader.isComplete(source);
  }

  describe(f: Procedure): { name: string; signature: string | undefined } {
    const info = this.#parts.machine.units.infoOf(f);
    return { name: info?.name ?? "procedure", signature: info?.signature };
  }

  #program(forms: Syntax[], top: TopLevel, whole = false): Program {
    const { expander, backend, output } = this.#parts;
    if (whole) expander.declareProgram(forms, top);
    else expander.declare(forms, top);
    const last = forms.at(-1);
    return {
      forms,
      compile: (form) =>
        this.#compiling(() => {
          const node = expander.expandTopLevel(form, top);
          showPrinted(node, () => this.#parts.builtin("%py-exec"));
          if (top === this.top) this.#note(form, node);
          return backend.load(lowerToBlocks(node));
        }),
      dropped(value) {
        // What Python printed is not lost when nobody wanted it as a value.
        if (value instanceof PrintedText && value.toString() !== "") output(`${value.toString()}\n`);
      },
      result(value) {
        const name = last === undefined ? undefined : definedNameOf(last);
        if (name === undefined) return value;
        const defined = definedCell(top, name)?.value;
        return defined === undefined || isProcedure(defined) ? UNSPECIFIED : defined;
      },
    };
  }

  #note(form: Syntax, node: Core): void {
    if (!isReplayable(node)) return;
    // Syntax definitions and imports leave nothing to run; what they are about is their text.
    const names = definedBy(node).join(" ") || syntaxNamed(form);
    if (names === undefined) return;
    this.#definitions.delete(names);
    this.#definitions.set(names, form);
  }

  /** What the reader, the expander and the compiler throw becomes a condition that knows its place. */
  #compiling<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      const condition = new ErrorObject(failure.code, failure.message, [], failure.hint);
      condition.site = { procedure: undefined, span: failure.span };
      throw new Raised(condition);
    }
  }
}

function definedCell(top: TopLevel, name: string) {
  const cell = top.ownCells().get(name);
  return cell?.value === undefined ? undefined : cell;
}

/** What the reader, the expander or the compiler refused. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly span: Span | undefined;
  readonly hint: string | undefined;
}

function failureOf(error: unknown): Failure | undefined {
  if (error instanceof ReadError) return { code: "read", message: error.message, span: error.span, hint: error.hint };
  if (error instanceof SyntaxFailure)
    return { code: "syntax", message: error.message, span: error.span, hint: error.hint };
  if (error instanceof HostError) return { code: error.code, message: error.message, span: undefined, hint: undefined };
  if (error instanceof CompileError)
    return { code: "syntax", message: error.message, span: error.span, hint: undefined };
  return undefined;
}
