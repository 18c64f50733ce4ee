// The room's door: expands the forms of programs, each in a top-level environment, for one engine.

import type { Core } from "../core/ast.ts";
import { unspecified } from "../core/build.ts";
import { Pair } from "../values/pair.ts";
import { Sym } from "../values/symbol.ts";
import { Syntax } from "../values/syntax.ts";
import { SyntaxFailure } from "../values/syntax-failure.ts";
import type { Span, Value } from "../values/types.ts";
import { LanguageBase, type Library } from "./base.ts";
import type { Binding } from "./bindings.ts";
import { type Context, Expansion, type ExpansionLimits, Frame, type Lint, type Services } from "./context.ts";
import { assignedNames, definedNames, definedSyntax } from "./defined-names.ts";
import { type Base, TopLevel } from "./environment.ts";
import { Libraries } from "./libraries.ts";
import { type NameTable, Scope, type ScopeMeter, ScopeSet } from "./scopes.ts";
import { expandTopLevelForm } from "./top-level.ts";

export interface ExpanderOptions extends Library {
  /** The forms of a file that `include` names; the place is that of the name. */
  include?(path: string, from: Span | undefined, foldCase: boolean): Syntax[];
  /** The forms of the file that defines a library, or undefined if there is none. */
  loadLibrary?(name: readonly string[], from: Span | undefined): Syntax[] | undefined;
  /** What a literal is at run time, where the reader leaves work to be done: regular expressions. */
  literal?(datum: Value, span: Span | undefined): Value;
  /** Names for `cond-expand`, besides the usual ones. */
  features?: readonly string[];
  onLint?(lint: Lint): void;
  /** Called every few thousand steps; may throw to end the expansion. */
  interrupt?(): void;
  limits?: Partial<ExpansionLimits>;
}

/**
 * 300,000 parts take about 0.1 s (0.5 s where a macro makes the scopes of its arguments pile up). 400 is where the compiler
 * stops too; the hungriest forms (`for*` with nine clauses in each other) take 0.9 of Node's default stack there.
 */
const DEFAULT_LIMITS: ExpansionLimits = { steps: 300_000, depth: 400 };

const FEATURES = ["r7rs", "exact-closed", "ieee-float", "full-unicode", "ratios", "skein"];

/** Forms without which nothing could be imported. */
const ALWAYS_KNOWN = new Set(["import", "define-library", "require"]);

export class Expander {
  /** What every program sees that imports nothing. */
  readonly base: LanguageBase;
  /** What `cond-expand` and `features` know. */
  readonly features: readonly string[];
  readonly #services: Services;
  readonly #limits: ExpansionLimits;
  readonly #hoisted = new WeakSet<Syntax>();
  readonly #meter: ScopeMeter = { work: 0 };
  #nextId = 0;

  constructor(options: ExpanderOptions) {
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.base = new LanguageBase(options);
    const coreScope = this.#newScope(this.base);
    const features = [...FEATURES, ...(options.features ?? [])];
    this.features = features;
    const include: Services["include"] = (path, from, foldCase) => {
      if (options.include !== undefined) return options.include(path, from, foldCase);
      throw new SyntaxFailure(`include: files can not be read here: ${path}`, from);
    };
    this.#services = {
      include,
      features,
      runtime: (name) => options.builtin(name),
      literal: (datum, span) => options.literal?.(datum, span) ?? datum,
      coreScopes: ScopeSet.of(coreScope),
      libraries: new Libraries({
        include,
        features,
        base: this.base,
        newEnvironment: (name) => this.topLevel(name, null),
        declare: (forms, env) => this.declare(forms, env),
        expand: (form, env) => this.expandTopLevel(form, env),
        load: (name, from) => options.loadLibrary?.(name, from),
      }),
      lint: (lint) => options.onLint?.(lint),
      interrupt: () => options.interrupt?.(),
    };
  }

  /** A fresh top level that sees the whole language, or nothing until something is imported. */
  topLevel(name = "program", base: Base | null = this.base): TopLevel {
    return new TopLevel(name, (table) => this.#newScope(table), base ?? undefined);
  }

  /**
   * Prepares an environment for the forms of one file: the names that it defines are its own before the first of them is
   * expanded, and macros can be used before their definition.
   */
  declare(forms: readonly Syntax[], env: TopLevel): void {
    const names = new Set(definedNames(forms));
    for (const name of names) {
      const before = env.lookup(name);
      const { cell } = env.own(name);
      // Until its definition runs, the name means what it meant: `(define original-display display)` above a new one.
      if (before?.kind === "global" && before.owner === undefined) cell.value ??= before.cell.value;
    }
    for (const name of assignedNames(forms)) {
      const binding = env.lookup(name);
      if (binding?.kind !== "global" || binding.owner !== undefined) continue;
      const { cell } = env.own(name);
      env.defined(cell);
      cell.value ??= binding.cell.value;
    }
    const syntax = definedSyntax(forms);
    for (const form of forms) {
      const name = definedSyntaxName(form);
      if (name === undefined || syntax.get(name) !== 1 || names.has(name) || !this.#means(env, form)) continue;
      this.expandTopLevel(form, env);
      this.#hoisted.add(form);
    }
  }

  /** Expands one top-level form. A `seq` may be run part by part. Throws `SyntaxFailure`. */
  expandTopLevel(form: Syntax, env: TopLevel): Core {
    if (this.#hoisted.has(form)) return unspecified();
    try {
      return expandTopLevelForm(form, this.#context(env), (name) =>
        ALWAYS_KNOWN.has(name) ? this.base.form(name) : undefined,
      );
    } catch (error) {
      // Depth is counted, but nobody knows how much of the native stack was left at the beginning.
      if (error instanceof RangeError) throw new SyntaxFailure("this form is nested too deep", form.span);
      throw error;
    }
  }

  /** `declare` for a whole file: if it begins with an `import`, it sees only what it imports. */
  declareProgram(forms: readonly Syntax[], env: TopLevel): void {
    if (forms.length > 0 && headName(forms[0]) === "import") env.base = undefined;
    this.declare(forms, env);
  }

  /** Expands a whole file. If it begins with an `import`, it sees only what it imports. */
  expandProgram(forms: readonly Syntax[], env: TopLevel): Core[] {
    this.declareProgram(forms, env);
    return forms.map((form) => this.expandTopLevel(form, env));
  }

  /** Makes syntax that `env` defines part of the language: macros of the library's own files. */
  publishSyntax(name: string, env: TopLevel): void {
    this.base.addSyntax(name, env.lookup(name) as Binding);
  }

  #context(env: TopLevel): Context {
    return {
      env,
      frame: new Frame(env),
      expansion: new Expansion(this.#services, this.#limits, () => this.#newScope(), this.#meter),
    };
  }

  /** Whether the head of a form is the language's own syntax there. */
  #means(env: TopLevel, form: Syntax): boolean {
    const name = headName(form);
    return name !== undefined && env.lookup(name) === this.base.form(name);
  }

  #newScope(table?: NameTable): Scope {
    return new Scope(this.#nextId++, this.#meter, table);
  }
}

function headName(form: Syntax): string | undefined {
  const head = form.datum instanceof Pair ? form.datum.car : undefined;
  return head instanceof Syntax && head.datum instanceof Sym ? head.datum.name : undefined;
}

/** The name that a form defines as syntax, if it is such a definition itself. */
const definedSyntaxName = (form: Syntax): string | undefined =>
  headName(form) === "begin" ? undefined : definedSyntax([form]).keys().next().value;
