// The provider `local`: real classifiers, trained on the user's labelled texts, behind the chat contract.
import { type ChatReply, type ChatRequest, type Provider, ProviderError } from "../../contract.ts";
import { sha256 } from "../../hash.ts";
import { type TierChoice, tierOf } from "./models.ts";
import { makePace } from "./pace.ts";
import { argmax } from "./probability.ts";
import { type Answer, jsonReply, sameLabel, Unfillable } from "./reply.ts";
import { type Ask, readRequest, refuse, textOf } from "./request.ts";
import { type Classifier, type Tier, type TrainingProgress, tiers, trainTier } from "./tiers.ts";
import { checkTraining, TrainingError, type TrainingItem } from "./training.ts";

export type { Tier, TrainingProgress } from "./tiers.ts";
export type { TrainingFields, TrainingItem } from "./training.ts";
export { parseTraining, TrainingError } from "./training.ts";

export interface LocalOptions extends TierChoice {
  /** Labelled texts, or a loader that is called once, at the first classification. */
  train?: { items: readonly TrainingItem[] } | (() => readonly TrainingItem[] | Promise<readonly TrainingItem[]>);
  onProgress?: (progress: TrainingProgress) => void;
  /** For the usage: as the model that was named would count; one token for four bytes when absent. */
  countTokens?: (text: string, model: string) => number;
}

/** Least work booked for a call: lets other events have a turn after a hundred calls, however short the texts. */
const leastWork = 40_000;
const workPerCharacter = 16;

export function local(options: LocalOptions = {}): Provider {
  checkOptions(options);
  const pace = makePace();
  const closing = new AbortController();
  const classifiers = new Map<Tier, Promise<Classifier>>();
  let items: Promise<readonly TrainingItem[]> | undefined;

  const load = (): Promise<readonly TrainingItem[]> => {
    items ??= loadItems(options.train);
    return items;
  };

  const trained = (tier: Tier): Promise<Classifier> => {
    const loaded = load();
    const known = classifiers.get(tier);
    if (known !== undefined) return known;
    // A closed provider stops learning at its next pause, so that nothing outlives the engine.
    const spend = (units: number): Promise<void> | undefined => {
      if (closing.signal.aborted) throw aborted();
      return pace.spend(units);
    };
    const training = loaded.then((texts) => trainTier(tier, texts, { spend }, options.onProgress));
    classifiers.set(tier, training);
    return training;
  };

  return {
    name: "local",
    gate: "local",
    paid: false,
    // Trained on other texts, the same request has another answer: a stored one must not be taken for it.
    identity: async () => (options.train === undefined ? "local" : `local ${await digestOf(await load())}`),
    async complete(request, { signal }) {
      if (signal.aborted || closing.signal.aborted) throw aborted();
      if (options.train === undefined) throw untrained();
      const tier = tierOf(request.model, options);
      if (tier === undefined) throw noSuchTier(request.model, options);
      const ask = readRequest(request);
      const classifier = await unlessAborted(trained(tier), signal);
      await pace.spend(Math.max(leastWork, Math.min(ask.text.length, 20_000) * workPerCharacter));
      if (signal.aborted) throw aborted();
      return replyTo(request, ask, tier, classifier, options);
    },
    async close() {
      closing.abort();
    },
  };
}

/** Misuse by an embedder shows where it is made, not at the first call. */
function checkOptions({ train }: LocalOptions): void {
  if (train === undefined || typeof train === "function" || Array.isArray(train?.items)) return;
  throw new TypeError("local: expected train to be { items: [{ text, label }, …] } or a function that gives the items");
}

async function digestOf(items: readonly TrainingItem[]): Promise<string> {
  return (await sha256(JSON.stringify(items))).slice(0, 16);
}

async function loadItems(train: LocalOptions["train"]): Promise<readonly TrainingItem[]> {
  try {
    const items = typeof train === "function" ? await train() : (train?.items ?? []);
    checkTraining(items, "the training texts");
    return items;
  } catch (error) {
    if (error instanceof TrainingError)
      throw refuse(error.message, "correct the labelled texts given to --train (embedding: local({ train }))");
    throw error;
  }
}

/** The training goes on for the other callers. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(aborted());
    signal.addEventListener("abort", stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

function replyTo(request: ChatRequest, ask: Ask, tier: Tier, classifier: Classifier, options: LocalOptions): ChatReply {
  const answer = answerTo(ask, classifier);
  const text = ask.json === undefined ? answer.label : jsonText(ask.json, answer);
  const count = options.countTokens ?? ((part: string) => Math.ceil(new TextEncoder().encode(part).length / 4));
  const prompt = request.messages.map(textOf).join("\n");
  return {
    text,
    model: `local/${tier}`,
    usage: {
      promptTokens: count(prompt, request.model),
      completionTokens: count(text, request.model),
      estimated: true,
    },
    finishReason: "stop",
    ...(request.parameters.logprobs
      ? {
          logprobs: [{ token: answer.label, logprob: Math.log(answer.confidence) }],
        }
      : {}),
  };
}

function answerTo(ask: Ask, { labels, classify }: Classifier): Answer {
  const allowed = labels.map((label) => ask.allowed.every((list) => list.some((text) => sameLabel(text, label))));
  if (!allowed.includes(true)) {
    const wanted = ask.allowed.map((list) => list.join(", ")).join(" and ");
    throw refuse(
      `none of the labels asked for (${wanted}) is among those of the training texts (${some(labels)})`,
      "ask for the labels of the training texts, or give --train texts that have the ones asked for",
    );
  }
  const p = classify(ask.text).map((v, i) => (allowed[i] ? v : 0));
  const sum = p.reduce((total, v) => total + v, 0);
  const best = argmax(p);
  return {
    label: labels[best] as string,
    confidence: (p[best] as number) / sum,
    probabilityOf(name) {
      const at = labels.findIndex((label) => sameLabel(label, name));
      return at < 0 ? undefined : (p[at] as number) / sum;
    },
  };
}

function jsonText({ fields, strict }: NonNullable<Ask["json"]>, answer: Answer): string {
  try {
    return jsonReply(fields, answer, strict);
  } catch (error) {
    if (!(error instanceof Unfillable)) throw error;
    throw refuse(
      `the schema requires ${JSON.stringify(error.message)}, which the local classifier can not give: it knows a label and how sure it is`,
      "make that key optional or drop it from #:schema; or set OPENAI_API_KEY or name a server with --base-url URL",
    );
  }
}

function untrained(): ProviderError {
  return refuse(
    "there is no model to ask: neither a key nor a base URL is set, and the local classifier has no labelled texts to learn from",
    "set OPENAI_API_KEY, or name a server with --base-url URL, or give labelled texts with --train FILE (embedding: openai({ apiKey, baseURL }) or local({ train }))",
  );
}

function noSuchTier(model: string, { aliases }: TierChoice): ProviderError {
  const via = aliases !== undefined && Object.hasOwn(aliases, model) ? `, the alias of ${model},` : "";
  const name = via === "" ? model : aliases?.[model];
  return new ProviderError("model-not-found", `${name}${via} is no tier of the local classifier`, {
    hint: `the tiers are ${tiers.map((tier) => `local/${tier}`).join(", ")}`,
    billed: "no",
  });
}

function aborted(): ProviderError {
  return new ProviderError("aborted", "the call was cancelled", {
    billed: "no",
  });
}

function some(labels: readonly string[]): string {
  return labels.length > 8 ? `${labels.slice(0, 8).join(", ")} and ${labels.length - 8} more` : labels.join(", ");
}
