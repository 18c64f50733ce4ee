// List prices from the data bundled with @pydantic/genai-prices; its remote update is never used.
import {
  findProvider,
  type MatchLogic,
  type ModelInfo,
  type ModelPrice,
  type Provider,
  type TieredPrices,
} from "@pydantic/genai-prices";
import { namesOf } from "./price-names.ts";
import type { Price } from "./prices.ts";

/** Whose list prices are looked at first for a bare model name: the maker's, before those who resell it. */
const makers = ["openai", "anthropic", "google", "mistral", "deepseek", "x-ai", "cohere"];

export function bundledPrice(model: string, wall: number): Price | undefined {
  for (const name of namesOf(model)) {
    for (const [provider, bare] of placesOf(name)) {
      const info = longestMatch(provider, bare);
      const price = info && priceAt(info, wall);
      if (price) return price;
    }
  }
  return undefined;
}

/** Where a name may be listed, and as what: `vendor/model` is how resellers spell it. */
function* placesOf(name: string): Generator<[Provider, string]> {
  const slash = name.indexOf("/");
  if (slash > 0) {
    const reseller = findProvider({ providerId: "openrouter" });
    if (reseller) yield [reseller, name];
    const maker = findProvider({ providerId: name.slice(0, slash) });
    if (maker) yield [maker, name.slice(slash + 1)];
    return;
  }
  for (const id of makers) {
    const maker = findProvider({ providerId: id });
    if (maker) yield [maker, name];
  }
  const other = findProvider({ modelId: name });
  if (other) yield [other, name];
}

function longestMatch(provider: Provider, name: string): ModelInfo | undefined {
  const exact = provider.models.find((info) => info.id === name || matches(info.match, name, true));
  if (exact) return exact;
  const families = provider.models.filter((info) => matches(info.match, name, false));
  return families.sort((a, b) => b.id.length - a.id.length)[0];
}

/** `exactly`: only by a whole name, not by a beginning or a pattern. */
function matches(logic: MatchLogic, name: string, exactly: boolean): boolean {
  if ("or" in logic) return logic.or.some((part) => matches(part, name, exactly));
  if ("equals" in logic) return logic.equals === name;
  if (exactly) return false;
  if ("and" in logic) return logic.and.every((part) => matches(part, name, false));
  if ("starts_with" in logic) return name.startsWith(logic.starts_with);
  if ("ends_with" in logic) return name.endsWith(logic.ends_with);
  if ("contains" in logic) return name.includes(logic.contains);
  return new RegExp(logic.regex).test(name);
}

function priceAt(info: ModelInfo, wall: number): Price | undefined {
  const rates = ratesAt(info.prices, wall);
  const [input, output, cached] = [tiers(rates.input_mtok), tiers(rates.output_mtok), tiers(rates.cache_read_mtok)];
  if (!input || !output) return undefined;
  const start = input.start ?? output.start;
  const above = start !== undefined && {
    input: input.above ?? input.base,
    output: output.above ?? output.base,
    ...(cached && { cachedInput: cached.above ?? cached.base }),
  };
  return {
    input: input.base,
    output: output.base,
    ...(cached && { cachedInput: cached.base }),
    ...(info.context_window && { context: info.context_window }),
    ...(above && { threshold: start, above }),
  };
}

/** The prices in force: the last of the dated ones that has begun. */
function ratesAt(prices: ModelInfo["prices"], wall: number): ModelPrice {
  if (!Array.isArray(prices)) return prices;
  const now = new Date(wall);
  const inForce = prices.filter(({ constraint }) => {
    if (!constraint) return true;
    if (constraint.type === "start_date") return now >= new Date(constraint.start_date);
    return false;
  });
  return inForce.at(-1)?.prices ?? {};
}

function tiers(rate: number | TieredPrices | undefined): { base: number; start?: number; above?: number } | undefined {
  if (rate === undefined) return undefined;
  if (typeof rate === "number") return { base: rate };
  // More than one step is rare; the dearest one errs on the side of the cap.
  const steps = [...rate.tiers].sort((a, b) => a.start - b.start);
  const dearest = Math.max(rate.base, ...steps.map((step) => step.price));
  return { base: rate.base, ...(steps[0] && { start: steps[0].start, above: dearest }) };
}
