// Calls to models as builtins see them: a client made at the first use, and the children of recursive calls.
import { programOf } from "../builtins/language.ts";
import type { Checkpoints, LlmService } from "../builtins/services.ts";
import type { BudgetScope } from "../llm/budget.ts";
import type { LlmClient } from "../llm/client.ts";
import type { Meter } from "../llm/meter.ts";
import type { CallOptions, CallRequest } from "../llm/types.ts";
import { ErrorObject, Raised } from "../values/error.ts";
import type { Value } from "../values/types.ts";

/** A recursive call's program may itself call recursively, so deep. */
const MAX_DEPTH = 3;
/** How often a program that failed goes back to the model. */
const MAX_ATTEMPTS = 3;

/** Runs a program in a child sandbox: its result, or why there is none. */
export type RunChild = (
  program: string,
  context: Value | undefined,
  options: CallOptions,
  depth: number,
  levels: number,
) => Promise<{ value: Value } | { problem: string } | { payload: Value }>;

/** What a child of a recursive call has from the call that it runs for. */
export interface ChildCalls {
  readonly depth: number;
  /** How many levels of recursive calls may lie below. */
  readonly levels: number;
  readonly budget: BudgetScope | undefined;
  readonly meters: readonly Meter[] | undefined;
}

function checkpointsInMemory(): Checkpoints {
  const texts = new Map<string, string>();
  return {
    get: async (name) => texts.get(name),
    set: async (name, json) => void texts.set(name, json),
  };
}

export class Calls implements LlmService {
  readonly batch: boolean;
  readonly meters: readonly Meter[];
  readonly #make: () => LlmClient;
  readonly #runChild: RunChild;
  readonly #depth: number;
  readonly #levels: number;
  readonly #budget: BudgetScope | undefined;
  readonly #checkpoints: Checkpoints | undefined;
  #client: LlmClient | undefined;

  constructor(make: () => LlmClient, runChild: RunChild, batch = false, child?: ChildCalls) {
    this.batch = batch;
    this.#make = make;
    this.#runChild = runChild;
    this.meters = child?.meters ?? [];
    this.#depth = child?.depth ?? 0;
    this.#levels = child?.levels ?? MAX_DEPTH;
    this.#budget = child?.budget;
    if (child !== undefined) this.#checkpoints = checkpointsInMemory();
  }

  budget(): BudgetScope {
    return this.#budget ?? this.client().budget;
  }

  /** A child's are its own: a model's program must not read or spoil what the script picks up again. */
  checkpoints(): Checkpoints {
    return this.#checkpoints ?? this.client().checkpoints;
  }

  client(): LlmClient {
    this.#client ??= this.#make();
    return this.#client;
  }

  /** The client, if there was any need of one. */
  get opened(): LlmClient | undefined {
    return this.#client;
  }

  async recursive(request: CallRequest, options: CallOptions, data: Value | undefined): Promise<Value> {
    const levels = Math.min(this.#levels, options.recursionLevels ?? MAX_DEPTH);
    if (levels <= 0) {
      const message = `llm-query: #:recursive calls are nested more than ${this.#depth} deep`;
      throw new Raised(new ErrorObject("depth", message));
    }
    let messages = request.messages;
    let problem = "";
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const reply = await this.client().call({ ...request, messages }, options);
      const outcome = await this.#runChild(programOf(reply.text), data, options, this.#depth + 1, levels - 1);
      if ("value" in outcome) return outcome.value;
      if ("payload" in outcome) throw new Raised(outcome.payload);
      problem = outcome.problem;
      messages = [
        ...messages,
        { role: "assistant", content: reply.text },
        {
          role: "user",
          content: `That program did not work: ${problem}\nReply with a corrected program that ends with (finish value).`,
        },
      ];
    }
    throw new Raised(
      new ErrorObject("recursive", `llm-query: the model's program failed ${MAX_ATTEMPTS} times; at last: ${problem}`),
    );
  }
}
