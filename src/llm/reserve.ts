// What a call may cost at most, and the limit on its output that makes this true.
import type { Amount, BudgetScope } from "./budget.ts";
import type { ChatReply, ChatRequest, Provider, Usage } from "./contract.ts";
import { costOf, type Price, type PriceList, priceLine } from "./prices.ts";
import { counterFor, countPrompt } from "./tokens.ts";

/** Output that a call under a cap may ask for when the script names no `#:max-tokens`. */
const usualLimit = 4096;

/** A model without a known price under a cap on money. */
export class UnknownPriceError extends Error {
  readonly code = "unknown-price";
  readonly hint: string;
  constructor(model: string) {
    super(`no price is known for ${JSON.stringify(model)}, so a cap on money could not hold; nothing was sent`);
    this.hint = `add ${priceLine(model)} (dollars per million tokens) to a file given with --prices (embedding: prices)`;
  }
}

export interface CallPlan {
  /** As it is to be sent: with a limit on its output when a cap needs one. */
  request: ChatRequest;
  reserve: Amount;
  price: Price | undefined;
  /** Whether the limit is ours and not the script's. */
  limited: boolean;
}

export interface PlanContext {
  provider: Provider;
  prices: PriceList;
  scope: BudgetScope;
  batch: boolean;
}

const oneCall: Amount = { pico: 0, tokens: 0, calls: 1 };

/** Synchronous where nothing has to be loaded: most calls have no cap, and there are many. */
export function planCall(request: ChatRequest, context: PlanContext): CallPlan | Promise<CallPlan> {
  const price = context.provider.paid ? context.prices.find(request.model) : undefined;
  if (price instanceof Promise) return price.then((found) => planWith(request, found, context));
  return planWith(request, price, context);
}

function planWith(request: ChatRequest, price: Price | undefined, context: PlanContext): CallPlan | Promise<CallPlan> {
  const { provider, scope } = context;
  const money = provider.paid && scope.capped("pico");
  if (!money && !scope.capped("tokens")) return { request, reserve: oneCall, price, limited: false };
  if (money && price === undefined) throw new UnknownPriceError(request.model);
  const counter = counterFor(request.model);
  if (counter instanceof Promise) return counter.then(() => planWith(request, price, context));
  const counted = countPrompt(request.messages, request.model, counter).tokens;
  // Five per cent and fifty for what the chat format and the schema add, and for tokenizers that changed a little.
  const prompt = Math.ceil(counted * 1.05) + 50 + schemaTokens(request);
  const given = request.parameters.max_tokens;
  const output = given ?? Math.max(1, Math.min(usualLimit, (price?.context ?? Number.POSITIVE_INFINITY) - prompt));
  const usage = { promptTokens: prompt, completionTokens: output };
  const pico = money ? costOf(price as Price, usage, context.batch) : 0;
  return {
    request: given === undefined ? { ...request, parameters: { ...request.parameters, max_tokens: output } } : request,
    reserve: { pico, tokens: prompt + output, calls: 1 },
    price,
    limited: given === undefined,
  };
}

/** A schema is part of the prompt that the model sees; a byte a token is more than it can be. */
function schemaTokens(request: ChatRequest): number {
  const { response_format } = request.parameters;
  return response_format?.type === "json_schema" ? JSON.stringify(response_format.json_schema).length : 0;
}

/** A reply whose counts of tokens can not be is one without them: a negative count would give money back to a budget. */
export function withSoundUsage(reply: ChatReply): ChatReply {
  return isSound(reply.usage) ? reply : { ...reply, usage: undefined };
}

function isSound(usage: Usage | undefined): usage is Usage {
  if (usage === undefined) return false;
  const { promptTokens, completionTokens, cachedTokens = 0 } = usage;
  return [promptTokens, completionTokens, cachedTokens].every((count) => Number.isSafeInteger(count) && count >= 0);
}

/** What an attempt really cost: by its usage, or the whole reservation when nobody knows. */
export function amountUsed(plan: CallPlan, usage: Usage | undefined, batch: boolean): Amount {
  if (!isSound(usage)) return plan.reserve;
  const pico = plan.price ? costOf(plan.price, usage, batch) : 0;
  return { pico, tokens: usage.promptTokens + usage.completionTokens, calls: 1 };
}
