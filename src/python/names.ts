// What Python knows of the host's variables: which values it has, and which of them are out of date.
import type { Part } from "./protocol.ts";

/** The host's answer to a name that Python does not define. */
export type NameAnswer =
  /** `token` tells `fresh` later which value this was. */
  | { readonly kind: "value"; readonly part: Part; readonly token: unknown }
  | { readonly kind: "absent" }
  /** There is such a variable, but it can not cross: the message says why. */
  | { readonly kind: "refused"; readonly message: string };

/** The host's variables, by the names that Python uses. Asked while a call runs; answers at once. */
export interface NameSource {
  resolve(name: string): NameAnswer;
  /** Whether the value sent with `token` is still what `name` stands for. */
  fresh(name: string, token: unknown): boolean;
}

/** What goes along with the next call. */
export interface NameChanges {
  readonly forget: string[];
  readonly learn: string[];
  readonly parts: Part[];
}

/** A changed value this small goes with the call; a bigger one only when it is asked for. */
const SMALL = 4096;

export class KnownNames {
  readonly #known = new Map<string, { token: unknown; size: number }>();
  readonly #source: NameSource;

  constructor(source: NameSource) {
    this.#source = source;
  }

  answer(name: string): NameAnswer {
    const answer = this.#source.resolve(name);
    if (answer.kind === "value") this.#known.set(name, { token: answer.token, size: answer.part.bytes.length });
    return answer;
  }

  /** Before a call: what Python must forget or learn, so that no name is stale. */
  changes(): NameChanges {
    const forget: string[] = [];
    const learn: string[] = [];
    const parts: Part[] = [];
    for (const [name, { token, size }] of this.#known) {
      if (this.#source.fresh(name, token)) continue;
      const answer = size <= SMALL ? this.answer(name) : undefined;
      if (answer?.kind === "value" && answer.part.bytes.length <= SMALL) {
        learn.push(name);
        parts.push(answer.part);
      } else {
        forget.push(name);
        this.#known.delete(name);
      }
    }
    return { forget, learn, parts };
  }

  /** A new interpreter knows nothing. */
  clear(): void {
    this.#known.clear();
  }
}
