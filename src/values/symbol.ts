// Symbols and keywords. Interning is process-wide: symbols are immutable, so engines can not tell that they share them.

export class Sym {
  readonly name: string;
  /** False for `generate-uninterned-symbol` and the like. */
  readonly interned: boolean;
  constructor(name: string, interned: boolean) {
    this.name = name;
    this.interned = interned;
  }
}

/** `#:name`, written in calls and parameter lists; a value only when quoted or passed to `keyword-apply`. */
export class Keyword {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

// Weak, so that a script which makes symbols without end can not fill the process.
class InternTable<T extends object> {
  readonly #entries = new Map<string, WeakRef<T>>();
  readonly #gone = new FinalizationRegistry<string>((name) => {
    if (this.#entries.get(name)?.deref() === undefined) this.#entries.delete(name);
  });
  readonly #make: (name: string) => T;
  constructor(make: (name: string) => T) {
    this.#make = make;
  }
  get(name: string): T {
    const known = this.#entries.get(name)?.deref();
    if (known !== undefined) return known;
    const fresh = this.#make(name);
    this.#entries.set(name, new WeakRef(fresh));
    this.#gone.register(fresh, name);
    return fresh;
  }
}

const symbols = new InternTable((name) => new Sym(name, true));
const keywords = new InternTable((name) => new Keyword(name));

export const intern = (name: string): Sym => symbols.get(name);
export const internKeyword = (name: string): Keyword => keywords.get(name);
