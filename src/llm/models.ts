// Which provider and model a name in a script means.
import type { Provider } from "./contract.ts";

export interface ModelNames {
  /** For calls that name no model. */
  default?: string;
  /** `gpt-4` → `gpt-4o` or `local/large`; followed once more where the target is an alias itself. */
  aliases?: { readonly [from: string]: string };
}

export interface Target {
  provider: Provider;
  model: string;
}

export class ModelError extends Error {
  readonly code = "model-not-found";
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

/** `providers` are those that a name may choose by a prefix: `local/large` is `large` of `local`. */
export function resolveModel(
  asked: string | undefined,
  names: ModelNames,
  provider: Provider,
  providers: { readonly [prefix: string]: Provider },
): Target {
  let name = asked ?? names.default;
  if (name === undefined || name === "") {
    throw new ModelError("no model is named", "give #:model, or a default with --model (embedding: models.default)");
  }
  const seen = new Set<string>();
  while (names.aliases && Object.hasOwn(names.aliases, name) && !seen.has(name)) {
    seen.add(name);
    name = names.aliases[name] as string;
  }
  const slash = name.indexOf("/");
  const prefix = name.slice(0, Math.max(0, slash));
  if (slash > 0 && Object.hasOwn(providers, prefix))
    return { provider: providers[prefix] as Provider, model: name.slice(slash + 1) };
  return { provider, model: name };
}
