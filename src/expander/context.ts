// Where a form is expanded: its environment, its definition context, and the state of the expansion under way.
import type { Core, Variable } from "../core/ast.ts";
import type { Cell } from "../values/cell.ts";
import { intern } from "../values/symbol.ts";
import { Syntax } from "../values/syntax.ts";
import { SyntaxFailure } from "../values/syntax-failure.ts";
import type { Span, Value } from "../values/types.ts";
import type { TopLevel } from "./environment.ts";
import type { RuntimeName } from "./runtime-names.ts";
import type { Scope, ScopeMeter, ScopeSet } from "./scopes.ts";

/** One definition context: a body, or one form at the top level. */
export class Frame {
  /** What macros defined here remember; all forms at one top level share it. */
  readonly id: object;
  /** Scopes given to the arguments of macros that were defined here; definitions take them off again. */
  readonly useSites = new Set<Scope>();
  constructor(id?: object) {
    this.id = id ?? this;
  }
}

export interface Context {
  readonly env: TopLevel;
  readonly frame: Frame;
  readonly expansion: Expansion;
}

/** Something that is no mistake by the rules but probably one in fact. */
export interface Lint {
  readonly message: string;
  readonly span: Span | undefined;
  readonly hint: string | undefined;
}

/** What forms do with libraries. */
export interface LibraryAccess {
  /** Brings names into an environment; gives the bodies of libraries that have to run first. */
  import(sets: readonly Syntax[], env: TopLevel): Core[];
  require(specs: readonly Syntax[], env: TopLevel): Core[];
  define(stx: Syntax): void;
  has(name: readonly string[]): boolean;
}

/** What the forms need from outside the room. */
export interface Services {
  /** The library's own cell of a name. */
  runtime(name: string): Cell | undefined;
  include(path: string, from: Span | undefined, foldCase: boolean): Syntax[];
  /** Literals that are more at run time than the reader makes of them: regular expressions. */
  literal(datum: Value, span: Span | undefined): Value;
  readonly libraries: LibraryAccess;
  readonly features: readonly string[];
  /** The scopes of an identifier that means what the language gives it. */
  readonly coreScopes: ScopeSet;
  lint(lint: Lint): void;
  /** Called now and then; may throw to end an expansion that takes too long. */
  interrupt(): void;
}

export interface ExpansionLimits {
  /** Expressions, macro uses and nodes that macros make, in one top-level form. */
  readonly steps: number;
  /** Expressions within expressions. */
  readonly depth: number;
}

/** Looking at this many scopes costs about as much as one step. */
const SCOPE_WORK_PER_STEP = 32;

/** How often an expansion lets the host have a say. */
const INTERRUPT_EVERY = 4096;

/** One top-level form on its way. */
export class Expansion {
  readonly services: Services;
  /** Every reference to a local variable in the order met: bodies look up here what a definition refers to. */
  readonly references: Variable[] = [];
  readonly #limits: ExpansionLimits;
  readonly #newScope: () => Scope;
  readonly #meter: ScopeMeter;
  /** The meter's reading at the last charge. */
  #metered: number;
  #steps = 0;
  #depth = 0;

  constructor(services: Services, limits: ExpansionLimits, newScope: () => Scope, meter: ScopeMeter) {
    this.services = services;
    this.#limits = limits;
    this.#newScope = newScope;
    this.#meter = meter;
    this.#metered = meter.work;
  }

  scope(): Scope {
    return this.#newScope();
  }

  /** Charges work to the form's budget. */
  charge(steps: number, span: Span | undefined): void {
    const before = this.#steps;
    const { work } = this.#meter;
    this.#steps += steps + (work - this.#metered) / SCOPE_WORK_PER_STEP;
    this.#metered = work;
    if (this.#steps > this.#limits.steps) {
      throw new SyntaxFailure(
        `this form expands to more than ${this.#limits.steps} parts`,
        span,
        "does a macro use itself without coming to an end?",
      );
    }
    if (Math.floor(before / INTERRUPT_EVERY) !== Math.floor(this.#steps / INTERRUPT_EVERY)) this.services.interrupt();
  }

  enter(span: Span | undefined): void {
    if (++this.#depth > this.#limits.depth) {
      throw new SyntaxFailure(
        `expressions are nested more than ${this.#limits.depth} deep here`,
        span,
        "does a macro use itself without coming to an end?",
      );
    }
  }

  leave(): void {
    this.#depth--;
  }

  /** The identifier of a form, whatever its name means where the program uses it. */
  core(name: string, span: Span | undefined): Syntax {
    return new Syntax(intern(name), span, this.services.coreScopes);
  }

  /** A reference to a procedure that expanded code relies on. */
  runtime(name: RuntimeName, span: Span | undefined): Core {
    const cell = this.services.runtime(name);
    if (cell === undefined) throw new SyntaxFailure(`the library lacks ${name}, which this form needs`, span);
    return { type: "global", cell, span };
  }
}
