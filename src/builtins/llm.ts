// Asking a model: llm-query, llm-query-async, what came back with a reply, and what has been spent.
import type { Handle } from "../fibers/handle.ts";
import { BudgetError, type BudgetScope } from "../llm/budget.ts";
import { confidenceOf } from "../llm/confidence.ts";
import type { CallResult } from "../llm/types.ts";
import { bindingOf, type ParameterBinding } from "../machine/dynamic.ts";
import type { Result } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { ErrorObject, fail, Raised, wrongArgument } from "../values/error.ts";
import { HashTable } from "../values/hash-table.ts";
import { Flonum, isReal, type Real, toNumber } from "../values/numbers.ts";
import { listFrom } from "../values/pair.ts";
import { type MString, str } from "../values/string.ts";
import { intern } from "../values/symbol.ts";
import type { Keywords, Procedure, Value } from "../values/types.ts";
import { valueFromJson } from "./convert/json.ts";
import { type Asked, readRequest } from "./llm-request.ts";
import { Meters } from "./llm-usage.ts";
import { makeParameter } from "./parameters.ts";
import type { Row, Section } from "./row.ts";
import type { Services } from "./services.ts";

const KEYWORDS =
  "#:instruction [instruction] #:data [data] #:model [model] #:temperature [temperature:real-or-false] " +
  "#:max-tokens [max-tokens:index] #:json [json] #:schema [schema] #:system [system] #:images [images] #:stop [stop] " +
  "#:seed [seed:integer] #:top-p [top-p:real] #:logprobs [logprobs] #:timeout [timeout:real] #:retries [retries:index] " +
  "#:recursive [recursive] #:batch [batch]";

export const llm: Section = (m, services) => {
  const budgets = new Budgets(m, services);
  const meters = new Meters(m, services);
  // What `#:batch #t` of map-async sets for the calls of its items.
  const batch = makeParameter(m, false, undefined, "%batch");
  // What recursive-spawn sets for the recursive calls of its strategy.
  const levels = makeParameter(m, false, undefined, "%recursion-levels");
  const ask = (keywords: Keywords): Handle => {
    const { options, ...asked } = readRequest(keywords, services.host);
    const wanted = options.batch ?? (services.llm.batch || bindingOf(m, batch) !== undefined);
    const left = bindingOf(m, levels)?.value;
    const around = {
      batch: wanted,
      meters: meters.current(),
      budgetScope: budgets.current(),
      ...(typeof left === "number" && { recursionLevels: left }),
    };
    return openCall({ ...asked, options: { ...options, ...around } }, services);
  };
  const batchRow: Row = {
    signature: "(%batch)",
    doc: "A parameter: bound around calls that go through the provider's batch endpoint.",
    example: "(%batch) => #f",
    run: batch as Row["run"],
    procedure: batch,
  };
  const levelsRow: Row = {
    signature: "(%recursion-levels)",
    doc: "A parameter: how many levels of #:recursive calls are allowed below, or #f.",
    example: "(%recursion-levels) => #f",
    run: levels as Row["run"],
    procedure: levels,
  };
  return [
    ...asking(services, ask),
    ...replies(services),
    ...spending(services),
    ...budgets.rows(),
    ...meters.rows(),
    batchRow,
    levelsRow,
  ];
};

const asking = ({ scheduler }: Services, ask: (keywords: Keywords) => Handle): Row[] => [
  {
    signature: `(llm-query ${KEYWORDS})`,
    doc: "Asks a model, waits, and gives the text of its reply.",
    example: "(procedure? llm-query) => #t",
    kind: "calls",
    run: (keywords: Keywords) => scheduler.wait(ask(keywords)),
  },
  {
    signature: `(llm-query-async ${KEYWORDS})`,
    doc: "Asks a model and gives a handle at once; await gives the text of the reply.",
    example: "(procedure? llm-query-async) => #t",
    run: ask,
  },
  {
    signature: `(unsafe-raw-query ${KEYWORDS})`,
    doc: "The same as llm-query; a name that scripts of this family use.",
    example: "(procedure? unsafe-raw-query) => #t",
    kind: "calls",
    run: (keywords: Keywords) => scheduler.wait(ask(keywords)),
  },
];

const replies = ({ scheduler }: Services): Row[] => [
  {
    signature: "(llm-response handle:handle)",
    doc: "All that is known of a reply: text, model, usage, cost, latency, finish-reason, logprobs, cached, request-id.",
    example: "(procedure? llm-response) => #t",
    kind: "calls",
    run: (handle: Handle) => afterwards(scheduler, handle, responseTable),
  },
  {
    signature: "(llm-confidence handle:handle)",
    doc: "How sure the model was, from 0 to 1: exp of the mean token log-probability; ask with #:logprobs #t.",
    example: "(procedure? llm-confidence) => #t",
    kind: "calls",
    run: (handle: Handle) =>
      afterwards(scheduler, handle, (result) => {
        const confidence = confidenceOf(result.logprobs);
        if (confidence === undefined) {
          const hint = "ask with #:logprobs #t, where the model gives log-probabilities";
          return fail("no-logprobs", "llm-confidence: the reply has no log-probabilities", [], hint);
        }
        return new Flonum(confidence);
      }),
  },
];

const spending = ({ llm, scheduler }: Services): Row[] => [
  {
    signature: "(tokens-used)",
    doc: "What the run has used: prompt_tokens, completion_tokens, total_tokens, total_calls.",
    example: "(hash-ref (tokens-used) 'total_calls) => 0",
    run() {
      const models = llm.client().summary();
      const sum = (of: (model: (typeof models)[number]) => number): number =>
        models.reduce((total, model) => total + of(model), 0);
      const prompt = sum((model) => model.promptTokens);
      const completion = sum((model) => model.completionTokens);
      return table({
        prompt_tokens: prompt,
        completion_tokens: completion,
        total_tokens: prompt + completion,
        total_calls: sum((model) => model.calls),
      });
    },
  },
  {
    signature: "(money-used)",
    doc: "What the run has cost in dollars: total, and by-model.",
    example: "(hash-ref (money-used) 'total) => 0.0",
    run() {
      const models = llm.client().summary();
      const byModel = table(Object.fromEntries(models.map((model) => [model.model, new Flonum(model.cost ?? 0)])));
      return table({
        total: new Flonum(models.reduce((sum, model) => sum + (model.cost ?? 0), 0)),
        "by-model": byModel,
      });
    },
  },
  {
    signature: "(rate-limits)",
    doc: "What each provider has said of its limits, as a hash table by gate.",
    example: "(hash-count (rate-limits)) => 0",
    run: () =>
      valueFromJson(
        JSON.stringify(
          Object.fromEntries(
            llm
              .client()
              .rateLimits()
              .map(({ gate, state }) => [gate, state]),
          ),
        ),
      ),
  },
  {
    signature: "(%checkpoint key:string json:string)",
    doc: "Saves JSON text under a key in the store.",
    example: '(begin (%checkpoint "k" "1") (%restore "k")) => 1',
    kind: "calls",
    run: (key: MString, json: MString) =>
      scheduler.wait(
        scheduler.open("checkpoint", async () => {
          await llm.checkpoints().set(key.toString(), json.toString());
          return json;
        }),
      ),
  },
  {
    signature: "(%restore key:string)",
    doc: "The JSON text saved under a key, or #f.",
    example: '(%restore "never saved") => #f',
    kind: "calls",
    run: (key: MString) =>
      scheduler.wait(
        scheduler.open("checkpoint", async () => {
          const json = await llm.checkpoints().get(key.toString());
          return json === undefined ? false : str(json);
        }),
      ),
  },
];

/** Starts a call and gives its handle; the reply's details stay on it. */
function openCall({ request, options, recursive, data }: Asked, services: Services): Handle {
  const { scheduler, llm } = services;
  const fiberPath = scheduler.current.path;
  return scheduler.open("call", async (signal, handle) => {
    try {
      const all = { ...options, signal, fiberPath };
      if (recursive) return await llm.recursive(request, all, data);
      const result = await llm.client().call(request, all);
      handle.details = result;
      return str(result.text);
    } catch (error) {
      throw asRaised(error);
    }
  });
}

/** A failed call as an ordinary Scheme error. */
function asRaised(error: unknown): unknown {
  if (error instanceof Raised) return error;
  if (!(error instanceof Error) || typeof (error as { code?: unknown }).code !== "string") return error;
  const { code, message, hint, status } = error as Error & { code: string; hint?: string; status?: number };
  const condition = new ErrorObject(code, message, [], hint);
  condition.details = status === undefined ? undefined : { status };
  if (error instanceof BudgetError) {
    const { cap, spent, reserved, wanted, smallest } = error;
    condition.details = Object.fromEntries(
      Object.entries({ cap, spent, reserved, wanted, smallest }).map(([k, n]) => [k, new Flonum(n)]),
    );
  }
  return new Raised(condition);
}

function afterwards(scheduler: Services["scheduler"], handle: Handle, give: (result: CallResult) => Value): Result {
  return scheduler.after(handle, () => {
    const result = handle.details as CallResult | undefined;
    if (result === undefined) wrongArgument(1, "the handle of a model's call", handle);
    return give(result);
  });
}

function responseTable(result: CallResult): Value {
  const { text, model, usage, cost, latencyMs, finishReason, logprobs, cached, requestId } = result;
  const total = (usage?.promptTokens ?? 0) + (usage?.completionTokens ?? 0);
  return table({
    text: str(text),
    model: str(model),
    usage:
      usage === undefined
        ? false
        : table({ prompt_tokens: usage.promptTokens, completion_tokens: usage.completionTokens, total_tokens: total }),
    cost: cost === undefined ? false : new Flonum(cost),
    latency: new Flonum(latencyMs / 1000),
    "finish-reason": str(finishReason),
    logprobs:
      logprobs === undefined
        ? false
        : listFrom(logprobs.map(({ token, logprob }) => table({ token: str(token), logprob: new Flonum(logprob) }))),
    cached,
    "request-id": requestId === undefined ? false : str(requestId),
  });
}

function table(entries: { [name: string]: Value }): HashTable {
  const result = new HashTable("equal", { foreign: true });
  for (const [name, value] of Object.entries(entries)) result.set(intern(name), value);
  return result;
}

/** `money-budget` and `token-budget`: each `parameterize` of one is a scope of its own, within those around it. */
class Budgets {
  readonly #m: Machine;
  readonly #services: Services;
  readonly #money: Procedure;
  readonly #tokens: Procedure;
  // A binding is made once for each time that a parameterize is entered, and fibers inherit it: it is the scope's identity.
  readonly #scopes = new WeakMap<ParameterBinding, BudgetScope>();

  constructor(m: Machine, services: Services) {
    this.#m = m;
    this.#services = services;
    const limit =
      (what: string) =>
      (x: Value): Value => {
        if (x !== false && !(isReal(x) && toNumber(x as Real) >= 0))
          wrongArgument(1, `${what} that is not negative, or #f`, x);
        return x;
      };
    this.#money = makeParameter(m, false, limit("an amount in dollars") as Procedure, "money-budget");
    this.#tokens = makeParameter(m, false, limit("a number of tokens") as Procedure, "token-budget");
  }

  current(): BudgetScope {
    return this.#scopeOf(this.#m.parameters);
  }

  rows(): Row[] {
    return [
      {
        signature: "(money-budget)",
        doc: "A parameter: the dollars that a parameterize around calls lets them spend, #f for no cap.",
        example: "(parameterize ([money-budget 0.5]) (money-budget)) => 0.5",
        run: this.#money as Row["run"],
        procedure: this.#money,
      },
      {
        signature: "(token-budget)",
        doc: "A parameter: the tokens that a parameterize around calls lets them use, #f for no cap.",
        example: "(parameterize ([token-budget 100]) (token-budget)) => 100",
        run: this.#tokens as Row["run"],
        procedure: this.#tokens,
      },
    ];
  }

  #scopeOf(binding: ParameterBinding | undefined): BudgetScope {
    let at = binding;
    while (at !== undefined && !this.#isBudget(at)) at = at.next;
    if (at === undefined) return this.#services.llm.budget();
    let scope = this.#scopes.get(at);
    if (scope === undefined) {
      const around = this.#scopeOf(at.next);
      const amount = toNumber(at.value as Real);
      scope = around.child(at.parameter === this.#money ? { usd: amount } : { tokens: amount });
      this.#scopes.set(at, scope);
    }
    return scope;
  }

  #isBudget({ parameter, value }: ParameterBinding): boolean {
    return value !== false && (parameter === this.#money || parameter === this.#tokens);
  }
}
