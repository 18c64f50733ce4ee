// What a program would ask and what that would cost, as far as its text shows.
import type { Core, Variable } from "../../core/ast.ts";
import { fromPico } from "../../llm/money.ts";
import { costOf, PriceList, type PriceOverlay } from "../../llm/prices.ts";
import { counterFor } from "../../llm/tokens.ts";
import { MString } from "../../values/string.ts";
import type { Value } from "../../values/types.ts";
import { walkCore } from "./walk-core.ts";

/** One place of the program that asks a model. */
export interface CallSite {
  model: string | undefined;
  line: number | undefined;
  /** How often; undefined where the text does not tell. */
  times: number | undefined;
  /** The variable over whose items it is asked. */
  each: string | undefined;
  /** Of one call, on average. */
  promptTokens: number;
  outputTokens: number;
  /** Dollars for all its calls; undefined where the number of calls or the price is unknown. */
  usd: number | undefined;
}

export interface Estimate {
  sites: CallSite[];
  /** Over the sites whose number of calls is known. */
  calls: number;
  tokens: number;
  usd: number;
  /** True when every site is counted. */
  complete: boolean;
}

export interface EstimateOptions {
  defaultModel: string | undefined;
  aliases: { readonly [from: string]: string };
  prices: PriceOverlay | undefined;
  /** Items of the inputs, where they are known. */
  items: ReadonlyMap<string, readonly unknown[]>;
}

/** Assumed where the program sets no `#:max-tokens`; said beside the estimate. */
export const ASSUMED_OUTPUT = 100;

const ASKS = new Set(["llm-query", "llm-query-async"]);
/** Where the items stand among the arguments of procedures that call another one for each of them. */
const OVER_ITEMS: { readonly [name: string]: number } = {
  "map-async": 1,
  "for-each-async": 1,
  "filter-async": 1,
  map: 1,
  "for-each": 1,
  "append-map": 1,
  "filter-map": 1,
  filter: 1,
};

type Call = Extract<Core, { type: "call" }>;

/** What surrounds a node: whose items it is done for, and how often that makes. */
interface Around {
  times: number | undefined;
  each: string | undefined;
  item: Variable | undefined;
  /** In a procedure that may be called from anywhere. */
  unknown: boolean;
}

export async function estimate(forms: readonly Core[], options: EstimateOptions): Promise<Estimate> {
  const found: { call: Call; around: Around }[] = [];
  const bodies = new Map<Core, Around>();
  walkCore<Around>(forms, { times: 1, each: undefined, item: undefined, unknown: false }, (node, outside) => {
    const around =
      bodies.get(node) ?? (node.type === "lambda" ? { ...outside, times: undefined, unknown: true } : outside);
    if (node.type !== "call" || node.procedure.type !== "global") return around;
    const { name } = node.procedure.cell;
    if (ASKS.has(name)) found.push({ call: node, around });
    const at = OVER_ITEMS[name];
    const [f, items] = [node.arguments[0], at === undefined ? undefined : node.arguments[at]];
    if (f?.type === "lambda" && items !== undefined) bodies.set(f, overItems(items, f.required[0], around, options));
    return around;
  });
  const prices = new PriceList(options.prices, () => Date.now());
  const sites = await Promise.all(found.map(({ call, around }) => siteOf(call, around, options, prices)));
  const counted = sites.filter((site) => site.times !== undefined);
  const sum = (of: (site: CallSite) => number): number => counted.reduce((total, site) => total + of(site), 0);
  return {
    sites,
    calls: sum(({ times }) => times ?? 0),
    tokens: sum(({ times, promptTokens, outputTokens }) => (times ?? 0) * (promptTokens + outputTokens)),
    usd: sum(({ usd }) => usd ?? 0),
    complete: sites.every(({ usd }) => usd !== undefined),
  };
}

function overItems(items: Core, item: Variable | undefined, outside: Around, options: EstimateOptions): Around {
  const each = items.type === "global" ? items.cell.name : undefined;
  const count = each === undefined ? undefined : options.items.get(each)?.length;
  const times = count === undefined || outside.times === undefined ? undefined : count * outside.times;
  return { times, each, item, unknown: outside.unknown };
}

async function siteOf(call: Call, around: Around, options: EstimateOptions, prices: PriceList): Promise<CallSite> {
  const given = new Map((call.keywords ?? []).map(({ keyword, value }) => [keyword, value]));
  const asked = literal(given.get("model"));
  const model = asked === undefined ? (given.has("model") ? undefined : options.defaultModel) : String(asked);
  const named = model === undefined ? undefined : (options.aliases[model] ?? model);
  const limit = literal(given.get("max-tokens"));
  const outputTokens = typeof limit === "number" ? limit : ASSUMED_OUTPUT;
  const promptTokens = await promptTokensOf(given, around, named ?? "", options);
  const price = named === undefined ? undefined : await prices.find(named);
  const one = price && fromPico(costOf(price, { promptTokens, completionTokens: outputTokens }));
  return {
    model: named,
    line: call.span?.line,
    times: around.times,
    each: around.each,
    promptTokens,
    outputTokens,
    usd: one === undefined || around.times === undefined ? undefined : one * around.times,
  };
}

const literal = (node: Core | undefined): Value | undefined => {
  if (node?.type !== "const") return undefined;
  return node.value;
};

/** Items that are looked at for the average length of one. */
const SAMPLE = 200;

async function promptTokensOf(
  given: ReadonlyMap<string, Core>,
  around: Around,
  model: string,
  options: EstimateOptions,
): Promise<number> {
  const count = await counterFor(model);
  // What the chat format adds.
  let tokens = 10;
  for (const keyword of ["instruction", "system", "data"]) {
    const node = given.get(keyword);
    const value = literal(node);
    if (value instanceof MString) tokens += count(value.toString()).tokens;
    if (node?.type !== "local" || node.variable !== around.item || around.each === undefined) continue;
    const items = (options.items.get(around.each) ?? [])
      .slice(0, SAMPLE)
      .map((item) => (typeof item === "string" ? item : (JSON.stringify(item) ?? "")));
    if (items.length > 0) tokens += Math.round(items.reduce((sum, item) => sum + count(item).tokens, 0) / items.length);
  }
  return tokens;
}
