// `skein check`: what can be known of a script without running it, and what it would ask.
import { childrenOf } from "../compiler/passes/find-loops.ts";
import type { CallNode, Core, LambdaNode } from "../core/ast.ts";
import type { Cell } from "../values/cell.ts";
import { MString } from "../values/string.ts";
import { isProcedure, type ProcedureInfo, type Span, type Value } from "../values/types.ts";
import { nearest } from "./nearest.ts";
import { type Location, locationOf } from "./skein-error.ts";

export interface Finding {
  /** `error`: it will fail when it is reached. `warning`: probably a mistake. */
  severity: "error" | "warning";
  /** `read`, `syntax`, `unbound`, `arity`, `keyword`, `unused`, `python`, `lint`. */
  code: string;
  message: string;
  location: Location | undefined;
  hint: string | undefined;
}

/** One place that asks a model, and how often it will as far as can be seen. */
export interface AskingPlace {
  location: Location | undefined;
  model: string | undefined;
  /** The number of the input's items under `map-async`; 1 for a call at top level; undefined where nobody knows. */
  times: number | undefined;
  instruction: string | undefined;
}

/** Python code in a literal, and its place. */
export interface PythonPlace {
  code: string;
  span: Span | undefined;
}

export interface Survey {
  findings: Finding[];
  asks: AskingPlace[];
  python: PythonPlace[];
}

export interface SurveyContext {
  readonly cores: readonly Core[];
  /** Names that the host has bound. */
  readonly inputs: ReadonlySet<string>;
  /** Names that no definition was found for, with their first place. */
  readonly open: readonly { cell: Cell; span: Span | undefined }[];
  readonly names: () => Iterable<string>;
  /** How many items an input has, when it is a list. */
  readonly itemsOf: (name: string) => number | undefined;
}

const ASKING = new Set(["llm-query", "llm-query-async", "unsafe-raw-query"]);
const MAPPING = new Set(["map-async", "for-each-async", "filter-async"]);
const RUNNING_PYTHON = new Set(["py-exec", "py-eval"]);

/** Looks at every call of a program once. */
export function survey(context: SurveyContext): Survey {
  return new Surveyor(context).run();
}

class Surveyor {
  readonly #context: SurveyContext;
  readonly #findings: Finding[] = [];
  readonly #asks: AskingPlace[] = [];
  readonly #python: PythonPlace[] = [];
  /** The lambda of each variable that is defined once and never assigned. */
  readonly #lambdas = new Map<Cell, LambdaNode>();
  readonly #definitions = new Map<Cell, { span: Span | undefined; count: number }>();
  readonly #used = new Set<Cell>();

  constructor(context: SurveyContext) {
    this.#context = context;
  }

  run(): Survey {
    const { cores } = this.#context;
    for (const core of cores) this.#visit(core, (node) => this.#collect(node));
    for (const core of cores) this.#walk(core, 1);
    this.#unbound();
    this.#unused();
    return { findings: this.#findings, asks: this.#asks, python: this.#python };
  }

  #visit(root: Core, see: (node: Core) => void): void {
    const todo = [root];
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      see(node);
      todo.push(...childrenOf(node));
    }
  }

  #collect(node: Core): void {
    if (node.type === "global") this.#used.add(node.cell);
    if (node.type === "set-global") this.#lambdas.delete(node.cell);
    if (node.type !== "define") return;
    const known = this.#definitions.get(node.cell);
    this.#definitions.set(node.cell, { span: known?.span ?? node.span, count: (known?.count ?? 0) + 1 });
    if (node.value.type === "lambda" && known === undefined) this.#lambdas.set(node.cell, node.value);
    else this.#lambdas.delete(node.cell);
  }

  /** `times`: how often the code runs, as far as can be seen. */
  #walk(root: Core, times: number | undefined): void {
    const todo: { node: Core; times: number | undefined }[] = [{ node: root, times }];
    for (let item = todo.pop(); item !== undefined; item = todo.pop()) {
      const { node } = item;
      let inside = node.type === "lambda" ? undefined : item.times;
      if (node.type === "call") {
        this.#call(node, item.times);
        const items = this.#itemsOf(node);
        if (items !== undefined) {
          // The procedure of a map runs once an item, wherever its text stands.
          const [first, ...rest] = childrenOf(node).slice(1);
          if (first?.type === "lambda") {
            todo.push({ node: first.body, times: item.times === undefined ? undefined : items * item.times });
            for (const child of rest) todo.push({ node: child, times: item.times });
            continue;
          }
        }
        if (node.procedure.type === "lambda") inside = item.times;
      }
      for (const child of childrenOf(node)) todo.push({ node: child, times: inside });
    }
  }

  #itemsOf(node: CallNode): number | undefined {
    if (!MAPPING.has(nameOf(node) ?? "")) return undefined;
    const items = node.arguments[1];
    return items?.type === "global" ? this.#context.itemsOf(items.cell.name) : undefined;
  }

  #call(node: CallNode, times: number | undefined): void {
    const name = nameOf(node);
    if (name === undefined || node.procedure.type !== "global") return;
    const { cell } = node.procedure;
    const info = cell.constant && isProcedure(cell.value) ? cell.value.info : undefined;
    if (info !== undefined && info.kind === "builtin") this.#arity(node, info);
    const lambda = this.#lambdas.get(cell);
    if (lambda !== undefined) this.#arity(node, lambdaInfo(name, lambda));
    if (!cell.constant) return;
    if (ASKING.has(name)) {
      const text = (key: string): string | undefined => literal(node.keywords?.find((k) => k.keyword === key)?.value);
      this.#asks.push({ location: place(node.span), model: text("model"), instruction: text("instruction"), times });
    }
    const code = RUNNING_PYTHON.has(name) ? literal(node.arguments[0]) : undefined;
    if (code !== undefined) this.#python.push({ code, span: node.span });
  }

  #arity(node: CallNode, info: ProcedureInfo): void {
    const count = node.arguments.length;
    const signature = info.signature === undefined ? undefined : `its signature is ${info.signature}`;
    if (count < info.min || count > info.max) {
      const most =
        info.max === info.min
          ? `${info.min}`
          : info.max === Number.POSITIVE_INFINITY
            ? `at least ${info.min}`
            : `${info.min} to ${info.max}`;
      this.#find(
        "error",
        "arity",
        `${info.name}: expected ${most} argument${most === "1" ? "" : "s"}, got ${count}`,
        node.span,
        signature,
      );
    }
    const given = (node.keywords ?? []).map((k) => k.keyword);
    const known = info.keywords ?? [];
    for (const keyword of given) {
      if (known.includes(keyword)) continue;
      const close = nearest(keyword, known);
      const hint = close.length > 0 ? `did you mean #:${close[0]}?` : signature;
      this.#find("error", "keyword", `${info.name}: unknown keyword #:${keyword}`, node.span, hint);
    }
    for (const keyword of info.required ?? []) {
      if (!given.includes(keyword))
        this.#find("error", "keyword", `${info.name}: the keyword #:${keyword} is missing`, node.span, signature);
    }
  }

  #unbound(): void {
    const seen = new Set<Cell>();
    for (const { cell, span } of this.#context.open) {
      if (seen.has(cell) || this.#context.inputs.has(cell.name)) continue;
      seen.add(cell);
      const close = nearest(cell.name, this.#context.names()).filter((name) => name !== cell.name);
      const hint =
        close.length > 0
          ? `did you mean ${close.join(", ")}?`
          : `if it is an input, name it with --input ${cell.name}=PATH`;
      this.#find("error", "unbound", `${cell.name}: is not defined`, span, hint);
    }
  }

  /** Python may use a variable by its name, so a name that stands in Python code counts as used. */
  #unused(): void {
    const python = this.#python.map((p) => p.code).join("\n");
    const last = this.#context.cores.at(-1);
    for (const [cell, { span }] of this.#definitions) {
      if (this.#used.has(cell) || (last?.type === "define" && last.cell === cell)) continue;
      const identifier = cell.name.replace(/[^\p{XID_Continue}]/gu, "_");
      if (python.includes(identifier)) continue;
      this.#find("warning", "unused", `${cell.name}: is defined and never used`, span, undefined);
    }
  }

  #find(
    severity: Finding["severity"],
    code: string,
    message: string,
    span: Span | undefined,
    hint: string | undefined,
  ): void {
    this.#findings.push({ severity, code, message, location: place(span), hint });
  }
}

const place = (span: Span | undefined): Location | undefined => (span === undefined ? undefined : locationOf(span));

const nameOf = (node: CallNode): string | undefined =>
  node.procedure.type === "global" ? node.procedure.cell.name : undefined;

function literal(node: Core | undefined): string | undefined {
  const value: Value | undefined = node?.type === "const" ? node.value : undefined;
  return value instanceof MString ? value.toString() : undefined;
}

function lambdaInfo(name: string, { required, optional, keywords, rest }: LambdaNode): ProcedureInfo {
  return {
    name,
    min: required.length,
    max: rest === undefined ? required.length + optional.length : Number.POSITIVE_INFINITY,
    keywords: keywords.map((k) => k.keyword),
    required: keywords.filter((k) => k.default === undefined).map((k) => k.keyword),
  };
}
