// Which tier stands in for a model named by a script.
import { type Tier, tiers } from "./tiers.ts";

export interface TierChoice {
  /** `gpt-4` → `large` or `local/large`; wins over everything else. */
  aliases?: Record<string, string>;
  /** The models that the script names; with prices for two of them, rank decides. */
  models?: readonly string[];
  /** A price to rank by, in any one unit; `undefined` when unknown. */
  priceOf?: (model: string) => number | undefined;
}

/** The tier for a model name, or `undefined` for a `local/…` that does not exist. */
export function tierOf(model: string, choice: TierChoice): Tier | undefined {
  const own = (name: string): Tier | undefined => tiers.find((tier) => name === tier || name === `local/${tier}`);
  const alias = Object.hasOwn(choice.aliases ?? {}, model) ? choice.aliases?.[model] : undefined;
  if (alias !== undefined) return own(alias);
  if (model.startsWith("local/")) return own(model);
  return own(model) ?? tierByRank(model, choice) ?? tierByFamily(model);
}

/** The cheapest of the models named is small, the dearest large, whatever is between medium. */
function tierByRank(model: string, { models = [], priceOf }: TierChoice): Tier | undefined {
  if (priceOf === undefined) return undefined;
  const price = priceOf(model);
  const known = models.map(priceOf).filter((p) => p !== undefined);
  if (price === undefined || known.length === 0) return undefined;
  const least = Math.min(price, ...known);
  const most = Math.max(price, ...known);
  if (least === most) return undefined;
  return price === least ? "small" : price === most ? "large" : "medium";
}

/** Words that makers give their cheap models; `(^|[^a-z])` keeps `gemini` from being a `mini`. */
const cheap =
  /(^|[^a-z])(mini|nano|micro|tiny|small|lite|flash|haiku|instant|ada|babbage|curie|gemma|phi|ministral)([^a-z]|$)/;
const parameters = /(?:^|[^0-9a-z.])(\d+(?:\.\d+)?)b(?![a-z])/;

function tierByFamily(model: string): Tier {
  const name = model.toLowerCase();
  const billions = parameters.exec(name)?.[1];
  if (/gpt-?3\.5/.test(name) || cheap.test(name) || Number(billions ?? Number.POSITIVE_INFINITY) <= 14) return "small";
  return /(^|[^a-z])medium([^a-z]|$)/.test(name) ? "medium" : "large";
}
