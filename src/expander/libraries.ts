// Libraries: the language's own by their names, and those that programs define or load.
import type { Core } from "../core/ast.ts";
import { MString } from "../values/string.ts";
import { Syntax } from "../values/syntax.ts";
import { SyntaxFailure } from "../values/syntax-failure.ts";
import type { Span } from "../values/types.ts";
import type { LanguageBase } from "./base.ts";
import type { Binding } from "./bindings.ts";
import { chooseClause } from "./cond-expand.ts";
import type { TopLevel } from "./environment.ts";
import { showForm } from "./expand.ts";
import { expectList, partsOf } from "./form-parts.ts";
import { type Imports, libraryName, readImportSet, readRequire } from "./import-sets.ts";
import { knownLibraryNames, standardExports } from "./standard-libraries.ts";
import { headOf, isIdentifier } from "./syntax-view.ts";

/** What libraries need of the expander. */
export interface LibraryHooks {
  readonly base: LanguageBase;
  readonly features: readonly string[];
  newEnvironment(name: string): TopLevel;
  declare(forms: readonly Syntax[], env: TopLevel): void;
  expand(form: Syntax, env: TopLevel): Core;
  include(path: string, from: Span | undefined, foldCase: boolean): Syntax[];
  load(name: readonly string[], from: Span | undefined): Syntax[] | undefined;
}

interface Library {
  readonly exports: ReadonlyMap<string, Binding>;
  readonly imported: readonly Library[];
  /** The body, until a program imports the library for the first time. */
  body: Core[];
}

/** The declarations of a library, with `cond-expand` and inclusion resolved. */
interface Declarations {
  readonly exports: { internal: string; external: string; span: Span | undefined }[];
  readonly imports: Syntax[];
  readonly body: Syntax[];
}

export class Libraries {
  readonly #hooks: LibraryHooks;
  readonly #defined = new Map<string, Library>();
  readonly #loading = new Set<string>();
  /** The language's own libraries, as far as they have been asked for. */
  readonly #standard = new Map<string, Imports>();

  constructor(hooks: LibraryHooks) {
    this.#hooks = hooks;
  }

  /** `(import set …)`; gives the bodies of libraries that have not run yet. */
  import(sets: readonly Syntax[], env: TopLevel): Core[] {
    return this.#bring(sets, env, readImportSet);
  }

  /** `(require spec …)`. */
  require(specs: readonly Syntax[], env: TopLevel): Core[] {
    return this.#bring(specs, env, readRequire);
  }

  has(name: readonly string[]): boolean {
    if (standardExports(name) !== undefined || this.#defined.has(keyOf(name))) return true;
    return this.#load(name, undefined) !== undefined;
  }

  #bring(sets: readonly Syntax[], env: TopLevel, read: typeof readImportSet): Core[] {
    const used: Library[] = [];
    for (const set of sets) {
      const imports = read(set, (name, span) => {
        const standard = this.#standardImports(name);
        if (standard !== undefined) return standard;
        const library = this.#find(name, span);
        used.push(library);
        return { names: library.exports, whole: false, standard: false };
      });
      this.#bind(imports, env);
    }
    return used.flatMap((library) => this.#run(library));
  }

  #bind({ names, whole, standard }: Imports, env: TopLevel): void {
    if (whole && env.base === undefined) env.base = this.#hooks.base;
    if (whole) return;
    for (const [name, binding] of names) {
      const own = env.ownCells().get(name);
      // What a program defines itself is its own; only another program's library takes the place of what has a value.
      if (own !== undefined && (standard || own.value === undefined)) continue;
      if (env.lookup(name) !== binding) env.bind(name, binding);
    }
  }

  #standardImports(name: readonly string[]): Imports | undefined {
    const key = keyOf(name);
    const known = this.#standard.get(key);
    if (known !== undefined) return known;
    const exported = standardExports(name);
    if (exported === undefined) return undefined;
    const { base } = this.#hooks;
    const whole = exported === "everything";
    const names = new Map<string, Binding>();
    for (const each of whole ? base.names() : exported) {
      const binding = base.lookup(each);
      if (binding !== undefined) names.set(each, binding);
    }
    const imports = { names, whole, standard: true };
    this.#standard.set(key, imports);
    return imports;
  }

  #find(name: readonly string[], span: Span | undefined): Library {
    const library = this.#defined.get(keyOf(name)) ?? this.#load(name, span);
    if (library !== undefined) return library;
    const shown = `(${name.join(" ")})`;
    throw new SyntaxFailure(`import: there is no library ${shown}`, span, hintFor(name));
  }

  #load(name: readonly string[], span: Span | undefined): Library | undefined {
    const key = keyOf(name);
    if (this.#loading.has(key)) throw new SyntaxFailure(`import: the library (${name.join(" ")}) imports itself`, span);
    const forms = this.#hooks.load(name, span);
    if (forms === undefined) return undefined;
    this.#loading.add(key);
    try {
      for (const form of forms) {
        if (headOf(form)?.datum.name === "define-library") this.define(form);
        else throw new SyntaxFailure(`import: expected define-library, got ${showForm(form)}`, form.span);
      }
    } finally {
      this.#loading.delete(key);
    }
    return this.#defined.get(key);
  }

  /** The bodies of a library and of what it imports, once. */
  #run(library: Library): Core[] {
    const { body } = library;
    library.body = [];
    return [...library.imported.flatMap((other) => this.#run(other)), ...body];
  }

  /** `(define-library name declaration …)`. */
  define(stx: Syntax): void {
    const [, nameStx, ...rest] = partsOf(stx, "(define-library (name …) declaration …)", 1);
    const name = libraryName(nameStx);
    if (name === undefined) {
      throw new SyntaxFailure(`define-library: expected a name (part …), got ${showForm(nameStx)}`, nameStx.span);
    }
    const env = this.#hooks.newEnvironment(`(${name.join(" ")})`);
    const declarations: Declarations = { exports: [], imports: [], body: [] };
    this.#declare(rest.map(bare), declarations);
    const imported: Library[] = [];
    for (const set of declarations.imports) {
      const imports = readImportSet(set, (each, span) => {
        const standard = this.#standardImports(each);
        if (standard !== undefined) return standard;
        const library = this.#find(each, span);
        imported.push(library);
        return { names: library.exports, whole: false, standard: false };
      });
      this.#bind(imports, env);
    }
    this.#hooks.declare(declarations.body, env);
    const body = declarations.body.map((form) => this.#hooks.expand(form, env));
    const exports = new Map<string, Binding>();
    for (const { internal, external, span } of declarations.exports) {
      const binding = env.lookup(internal);
      if (binding === undefined) {
        throw new SyntaxFailure(`define-library: ${internal} is exported, but not defined or imported`, span);
      }
      exports.set(external, binding);
    }
    this.#defined.set(keyOf(name), { exports, imported, body });
  }

  #declare(stxs: readonly Syntax[], into: Declarations): void {
    const todo = [...stxs].reverse();
    for (let stx = todo.pop(); stx !== undefined; stx = todo.pop()) {
      const parts = partsOf(stx, "(export …), (import …), (begin …), (include …) or (cond-expand …)", 0);
      const args = parts.slice(1).map(bare);
      switch (headOf(stx)?.datum.name) {
        case "export":
          into.exports.push(...args.map(readExport));
          break;
        case "import":
          into.imports.push(...args);
          break;
        case "begin":
          into.body.push(...args);
          break;
        case "include":
        case "include-ci":
        case "include-library-declarations": {
          const kind = headOf(stx)?.datum.name;
          const forms = args.flatMap((arg) => this.#hooks.include(pathOf(arg), arg.span, kind === "include-ci"));
          if (kind === "include-library-declarations") todo.push(...forms.reverse());
          else into.body.push(...forms);
          break;
        }
        case "cond-expand": {
          const chosen = chooseClause(stx, this.#hooks.features, (name) => this.has(name));
          todo.push(...chosen.map(bare).reverse());
          break;
        }
        default:
          throw new SyntaxFailure(
            `define-library: ${showForm(stx)} is no declaration`,
            stx.span,
            "definitions stand in (begin …)",
          );
      }
    }
  }
}

const keyOf = (name: readonly string[]): string => name.join(" ");

/** The form without the scopes of the program around it: a library sees nothing of that. */
const bare = (stx: Syntax): Syntax => new Syntax(stx.datum, stx.span);

function readExport(stx: Syntax): Declarations["exports"][number] {
  if (isIdentifier(stx)) return { internal: stx.datum.name, external: stx.datum.name, span: stx.span };
  const [keyword, internal, external, ...more] = expectList(stx, "export", "a name or (rename internal external)");
  const isRename = keyword !== undefined && isIdentifier(keyword) && keyword.datum.name === "rename";
  if (isRename && internal !== undefined && external !== undefined && more.length === 0) {
    if (isIdentifier(internal) && isIdentifier(external)) {
      return { internal: internal.datum.name, external: external.datum.name, span: stx.span };
    }
  }
  throw new SyntaxFailure(`export: expected a name or (rename internal external), got ${showForm(stx)}`, stx.span);
}

export function pathOf(stx: Syntax): string {
  if (stx.datum instanceof MString) return stx.datum.toString();
  throw new SyntaxFailure(`include: expected a file's name as a string, got ${showForm(stx)}`, stx.span);
}

function hintFor(name: readonly string[]): string {
  const last = name[name.length - 1];
  const near = knownLibraryNames().filter((known) => known.includes(last));
  if (near.length > 0) return `is it ${near.join(" or ")}?`;
  return "define it with define-library, or put it where the host looks for libraries";
}
