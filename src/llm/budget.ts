// Caps that hold before the money is spent: nested scopes of dollars, tokens and calls, and reservations against them.
import { onAbort } from "./abort.ts";
import { ProviderError } from "./contract.ts";
import { fromPico, picoCap } from "./money.ts";

export interface BudgetLimits {
  usd?: number;
  tokens?: number;
  calls?: number;
}

/** What a call may cost at most, or did cost. Money is counted in picodollars, which are integers. */
export interface Amount {
  pico: number;
  tokens: number;
  calls: number;
}

type Kind = keyof Amount;
const kinds: readonly Kind[] = ["pico", "tokens", "calls"];
const flagOf: { [kind in Kind]: string } = { pico: "--budget", tokens: "--max-tokens-total", calls: "--max-calls" };

/** A call did not fit under a cap, and no money that is still reserved could make it fit. */
export class BudgetError extends Error {
  readonly code = "budget";
  /** Which cap: `usd`, `tokens` or `calls`; the amounts are in that unit. */
  readonly kind: "usd" | "tokens" | "calls";
  readonly cap: number;
  readonly spent: number;
  readonly reserved: number;
  readonly wanted: number;
  /** The smallest cap under which this call could have been sent. */
  readonly smallest: number;
  readonly hint: string;
  constructor(kind: Kind, scope: BudgetScope, wanted: number) {
    const show = kind === "pico" ? dollars : (n: number) => `${n} ${kind}`;
    const cap = scope.caps[kind] as number;
    const [spent, reserved] = [scope.spent[kind], scope.reserved[kind]];
    const smallest = kind === "pico" ? Math.ceil((spent + wanted) / 1e6) * 1e6 : spent + wanted;
    super(
      `a cap of ${show(cap)} is reached: ${show(spent)} spent, ${show(reserved)} reserved, ${show(wanted)} more wanted; the smallest cap that would have worked is ${show(smallest)}`,
    );
    const unit = kind === "pico" ? fromPico : (n: number) => n;
    this.kind = kind === "pico" ? "usd" : kind;
    this.cap = unit(cap);
    this.spent = unit(spent);
    this.reserved = unit(reserved);
    this.wanted = unit(wanted);
    this.smallest = unit(smallest);
    const less = kind === "calls" ? "" : ", or ask for less with #:max-tokens";
    const inScript = kind === "pico" ? "money-budget" : "token-budget";
    this.hint = `raise ${scope.parent ? `the script's ${inScript}` : flagOf[kind]} to at least ${kind === "pico" ? this.smallest : smallest}${less}`;
  }
}

const dollars = (pico: number): string => `$${trimmed(fromPico(pico).toFixed(6))}`;
const trimmed = (text: string): string => text.replace(/(\.\d\d\d*?)0+$/, "$1");

/** One cap, or a set of them, over everything asked within it and within its children. */
export class BudgetScope {
  readonly parent: BudgetScope | undefined;
  readonly caps: { readonly [kind in Kind]?: number };
  readonly spent: Amount = { pico: 0, tokens: 0, calls: 0 };
  readonly reserved: Amount = { pico: 0, tokens: 0, calls: 0 };
  /** Calls that wait for reserved money, in the order they came; one list for the whole tree. */
  readonly #waiting: Waiting[];
  /** This scope and the ones around it. */
  readonly #chain: readonly BudgetScope[];

  constructor(limits: BudgetLimits = {}, parent?: BudgetScope) {
    this.parent = parent;
    this.caps = capsOf(limits);
    this.#waiting = parent ? parent.#waiting : [];
    this.#chain = parent ? [this, ...parent.#chain] : [this];
  }

  /** A scope within this one: both caps hold. */
  child(limits: BudgetLimits): BudgetScope {
    return new BudgetScope(limits, this);
  }

  /** Whether a cap of this kind holds here, so that requests need a limit and a known price. */
  capped(kind: Kind): boolean {
    return this.#chain.some((scope) => scope.caps[kind] !== undefined);
  }

  /**
   * Sets the amount aside in this scope and all around it. Waits while money that others reserved may come back and make
   * room, in order of arrival; rejects with `BudgetError` once none can.
   */
  reserve(wanted: Amount, signal?: AbortSignal): Reservation | Promise<Reservation> {
    const blockers = this.#blockers(wanted);
    if (blockers.length === 0 && this.#waiting.length === 0) return this.#take(wanted);
    this.#refuseIfHopeless(wanted);
    return new Promise((resolve, reject) => {
      const entry: Waiting = { scope: this, wanted, resolve, reject, forget: () => {} };
      entry.forget = onAbort(signal, () => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(new ProviderError("aborted", "the call was cancelled", { billed: "no" }));
        this.#admit();
      });
      this.#waiting.push(entry);
      this.#admit();
    });
  }

  #blockers(wanted: Amount): BudgetScope[] {
    return this.#chain.filter((scope) =>
      kinds.some((kind) => {
        const cap = scope.caps[kind];
        return cap !== undefined && wanted[kind] > 0 && scope.spent[kind] + scope.reserved[kind] + wanted[kind] > cap;
      }),
    );
  }

  /** What is spent never comes back: where that alone leaves no room, waiting is in vain. */
  #refuseIfHopeless(wanted: Amount): void {
    for (const scope of this.#chain) {
      for (const kind of kinds) {
        const cap = scope.caps[kind];
        if (cap !== undefined && wanted[kind] > 0 && scope.spent[kind] + wanted[kind] > cap)
          throw new BudgetError(kind, scope, wanted[kind]);
      }
    }
  }

  #take(wanted: Amount): Reservation {
    for (const scope of this.#chain) add(scope.reserved, wanted, 1);
    let open = true;
    const close = (used: Amount) => {
      if (!open) return;
      open = false;
      for (const scope of this.#chain) {
        add(scope.reserved, wanted, -1);
        add(scope.spent, used, 1);
      }
      this.#admit();
    };
    return { amount: wanted, settle: close, release: () => close({ pico: 0, tokens: 0, calls: 0 }) };
  }

  /**
   * Lets in who fits, in order of arrival: behind a call that waits at a scope, no later one may slip into that scope, or
   * the large would starve behind the small.
   */
  #admit(): void {
    const full = new Set<BudgetScope>();
    const root = this.#chain.at(-1) as BudgetScope;
    for (const entry of [...this.#waiting]) {
      if (full.has(root)) return;
      const { scope, wanted } = entry;
      if (scope.#chain.some((level) => full.has(level))) continue;
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        entry.forget();
      };
      try {
        scope.#refuseIfHopeless(wanted);
      } catch (error) {
        leave();
        entry.reject(error);
        continue;
      }
      const blockers = scope.#blockers(wanted);
      for (const blocker of blockers) full.add(blocker);
      if (blockers.length > 0) continue;
      leave();
      entry.resolve(scope.#take(wanted));
    }
  }
}

/** Money set aside for one attempt. Exactly one of the two is called, whatever happens. */
export interface Reservation {
  readonly amount: Amount;
  /** The attempt cost this much (its whole reservation when nobody knows). */
  settle(used: Amount): void;
  /** Nothing was billed. */
  release(): void;
}

interface Waiting {
  scope: BudgetScope;
  wanted: Amount;
  resolve: (reservation: Reservation) => void;
  reject: (error: unknown) => void;
  forget: () => void;
}

function add(to: Amount, amount: Amount, sign: number): void {
  to.pico += sign * amount.pico;
  to.tokens += sign * amount.tokens;
  to.calls += sign * amount.calls;
}

function capsOf({ usd, tokens, calls }: BudgetLimits): { [kind in Kind]?: number } {
  for (const [name, value] of Object.entries({ usd, tokens, calls })) {
    if (value !== undefined && !(typeof value === "number" && value >= 0)) {
      throw new TypeError(`budget: expected a number of at least 0 for ${name}, got ${String(value)}`);
    }
  }
  return {
    ...(usd !== undefined && { pico: picoCap(usd) }),
    ...(tokens !== undefined && { tokens }),
    ...(calls !== undefined && { calls }),
  };
}
