// Checks a script without running it: read, expanded, and looked at.
import { makeRegexp } from "../../builtins/regexp/regexp.ts";
import type { Core } from "../../core/ast.ts";
import type { Lint } from "../../expander/context.ts";
import { Expander } from "../../expander/expander.ts";
import { denyHost } from "../../host/deny.ts";
import type { Host } from "../../host/host.ts";
import { createPython } from "../../python/node.ts";
import { ReadError } from "../../reader/read-error.ts";
import { loadReader, type Reader } from "../../reader/reader.ts";
import { ErrorObject, Raised } from "../../values/error.ts";
import { RegexpLiteral } from "../../values/regexp-literal.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import { isProcedure, type Span } from "../../values/types.ts";
import { Engine } from "../engine.ts";
import { loadPrelude } from "../load-prelude.ts";
import { nearest } from "../nearest.ts";
import { unusedDefinitions } from "./definitions.ts";
import { type Estimate, type EstimateOptions, estimate } from "./estimate.ts";
import { type Finding, type Problem, problemOf } from "./problem.ts";
import { checkCalls } from "./procedure-calls.ts";
import { checkPython, namedIn, pythonIn } from "./python-texts.ts";

export interface CheckOptions extends Partial<EstimateOptions> {
  /** As problems name the source. */
  name: string;
  /** Names that the host provides. */
  inputs?: readonly string[];
  /** Whether Python's parser is asked about literal code; it takes a moment to start. Default: yes. */
  python?: boolean;
  /** Where `include` and libraries are read; default: nowhere. */
  host?: Host;
}

export interface CheckReport {
  /** In the order of their places. */
  problems: Problem[];
  /** Undefined where the script can not be read or asks no model. */
  estimate: Estimate | undefined;
}

export async function checkScript(source: string, options: CheckOptions): Promise<CheckReport> {
  const host = options.host ?? denyHost();
  const engine = await Engine.create({
    prelude: await loadPrelude(),
    host,
    output: () => {},
    emit: () => {},
    makeClient: () => {
      throw new Error("a check asks no model");
    },
    openPython: (names) => createPython({ names }),
  });
  try {
    return await new Check(engine, await loadReader(), host, source, options).run();
  } finally {
    await engine.python.close();
  }
}

class Check {
  readonly #engine: Engine;
  readonly #reader: Reader;
  readonly #host: Host;
  readonly #source: string;
  readonly #options: CheckOptions;
  readonly #sources = new Map<string, string>();
  readonly #findings: Finding[] = [];

  constructor(engine: Engine, reader: Reader, host: Host, source: string, options: CheckOptions) {
    this.#engine = engine;
    this.#reader = reader;
    this.#host = host;
    this.#source = source;
    this.#options = options;
    this.#sources.set(options.name, source);
  }

  async run(): Promise<CheckReport> {
    const { forms, complete } = this.#expand();
    // Half a program would seem not to use what its other half uses.
    const python = pythonIn(forms);
    this.#findings.push(
      ...checkCalls(forms, (f) => (isProcedure(f) ? this.#engine.machine.units.infoOf(f) : undefined)),
    );
    if (complete && !python.computed) this.#findings.push(...unusedDefinitions(forms, namedIn(python)));
    if (this.#options.python !== false) {
      this.#findings.push(...(await checkPython(python, (code) => this.#engine.pythonValue(code, {}))));
    }
    const found = forms.length === 0 ? undefined : await estimate(forms, this.#estimateOptions());
    return { problems: this.#problems(), estimate: found?.sites.length ? found : undefined };
  }

  #estimateOptions(): EstimateOptions {
    const { defaultModel, aliases = {}, prices, items = new Map() } = this.#options;
    return { defaultModel, aliases, prices, items };
  }

  /** Every form that can be expanded; each of the others is one finding. */
  #expand(): { forms: Core[]; complete: boolean } {
    const { name, inputs = [] } = this.#options;
    const { library } = this.#engine;
    const expander = new Expander({
      builtin: (builtin) => library.cell(builtin),
      builtinNames: () => library.names(),
      include: (path, from, foldCase) => this.#readFile(path, from, foldCase),
      literal: (datum) => (datum instanceof RegexpLiteral ? makeRegexp(datum.kind, datum.source) : datum),
      onLint: (lint) => this.#lint(lint),
    });
    const top = expander.topLevel("script");
    for (const input of inputs) top.define(input, false);
    const forms: Core[] = [];
    let complete = true;
    const attempt = (work: () => void): void => {
      try {
        work();
      } catch (error) {
        complete = false;
        this.#findings.push(findingOf(error));
      }
    };
    let read: Syntax[] = [];
    attempt(() => {
      read = this.#reader.readAll(this.#source, name);
      expander.declareProgram(read, top);
    });
    for (const form of read) attempt(() => forms.push(expander.expandTopLevel(form, top)));
    const names = [...top.names()];
    for (const { cell, span } of top.openReferences()) this.#findings.push(unbound(cell.name, span, names));
    return { forms, complete };
  }

  #readFile(path: string, from: Span | undefined, foldCase: boolean): Syntax[] {
    const folder = from?.file.includes("/") ? from.file.slice(0, from.file.lastIndexOf("/") + 1) : "";
    const file = path.startsWith("/") ? path : folder + path;
    const text = this.#host.files.readText(file);
    this.#sources.set(file, text);
    return this.#reader.readAll(text, file, foldCase);
  }

  #lint({ message, span, hint }: Lint): void {
    this.#findings.push({ severity: "warning", code: "lint", message, span, hint });
  }

  #problems(): Problem[] {
    const place = ({ span }: Finding): number => span?.start ?? Number.POSITIVE_INFINITY;
    const sorted = [...this.#findings].sort((a, b) => place(a) - place(b) || 0);
    return sorted.map((finding) => problemOf(finding, this.#sources));
  }
}

function unbound(name: string, span: Span | undefined, names: readonly string[]): Finding {
  const close = nearest(name, names);
  const hint =
    close.length > 0
      ? `did you mean ${close.join(", ")}?`
      : `if it is an input of the script, say so with --input ${name}`;
  return { code: "unbound", message: `${name}: is not defined`, span, hint };
}

function findingOf(error: unknown): Finding {
  if (error instanceof ReadError) return { code: "read", message: error.message, span: error.span, hint: error.hint };
  if (error instanceof SyntaxFailure)
    return { code: "syntax", message: error.message, span: error.span, hint: error.hint };
  if (error instanceof Raised && error.payload instanceof ErrorObject) {
    const { code, message, hint, site } = error.payload;
    return { code, message, span: site?.span, hint };
  }
  return { code: "syntax", message: (error as Error).message, span: undefined };
}
