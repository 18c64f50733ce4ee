// Misuse of the embedding API throws at once, with a TypeError that names the option and what it should be.
import { checkOverlay } from "../llm/prices.ts";

interface Rule {
  readonly wanted: string;
  readonly check: (x: unknown) => boolean;
}

const isObject = (x: unknown): x is { [name: string]: unknown } =>
  typeof x === "object" && x !== null && !Array.isArray(x);
const positive: Rule = { wanted: "a positive number", check: (x) => typeof x === "number" && x > 0 };
const amount: Rule = { wanted: "a number that is not negative", check: (x) => typeof x === "number" && x >= 0 };
const func: Rule = { wanted: "a function", check: (x) => typeof x === "function" };
const object: Rule = { wanted: "an object", check: isObject };
const boolean: Rule = { wanted: "a boolean", check: (x) => typeof x === "boolean" };
const text: Rule = { wanted: "a text", check: (x) => typeof x === "string" };
const isPlain = (x: unknown): boolean =>
  isObject(x) && (Object.getPrototypeOf(x) === null || Object.getPrototypeOf(Object.getPrototypeOf(x)) === null);
const namesToTexts: Rule = {
  wanted: "an object from names to names of models",
  check: (x) => isObject(x) && Object.values(x).every((value) => typeof value === "string"),
};
const method = (...names: string[]): Rule => ({
  wanted: `an object with ${names.join(", ")}`,
  check: (x) => isObject(x) && names.every((name) => name in x),
});

const RULES: {
  readonly [option: string]: Rule | { readonly [option: string]: Rule | { readonly [option: string]: Rule } };
} = {
  provider: {
    ...method("name", "gate", "complete"),
    wanted: "a provider: openai(…), local(…), scripted(…) or one of your own",
  },
  models: { default: text, aliases: namesToTexts },
  inputs: { wanted: "an object from names to values", check: isPlain },
  budget: { usd: amount, calls: amount, tokens: amount },
  limits: {
    seconds: positive,
    steps: positive,
    heapMb: positive,
    outputCharacters: positive,
    python: { seconds: positive, heapMb: positive, outputBytes: positive },
  },
  store: {
    wanted: "a folder's path, or a store: an object with get, put, remove, entries, getItem, setItem, items",
    check: (x) =>
      (typeof x === "string" && x !== "") ||
      (isObject(x) &&
        ["get", "put", "remove", "entries", "getItem", "setItem", "items"].every(
          (name) => typeof x[name] === "function",
        )),
  },
  storeMode: {
    wanted: '"off", "resume", "record" or "replay"',
    check: (x) => ["off", "resume", "record", "replay"].includes(x as string),
  },
  host: { ...method("files", "clock", "environment"), wanted: '"deny" or a host such as nodeHost({ read: ["data"] })' },
  output: func,
  prices: object,
  trace: func,
  batch: boolean,
  maxInFlight: positive,
  build: {
    wanted: '"fast", "closures" or "stress"',
    check: (x) => ["fast", "closures", "stress"].includes(x as string),
  },
  random: func,
};

const RUN_RULES: { readonly [option: string]: Rule } = {
  name: { wanted: "a text", check: (x) => typeof x === "string" },
  signal: {
    wanted: "an AbortSignal (the signal of an AbortController)",
    check: (x) => isObject(x) && typeof x.aborted === "boolean" && typeof x.addEventListener === "function",
  },
};

/** Throws a TypeError for an unknown option or a value of the wrong type. */
export function checkOptions(options: unknown): void {
  if (!isObject(options)) throw new TypeError("createSkein: expected an object of options");
  check("createSkein", options, RULES, "");
  checkOverlay(options.prices ?? {});
  for (const name of Object.keys((options.inputs as object | undefined) ?? {})) checkName("createSkein: inputs", name);
}

/** The same for the options of one run. */
export function checkRunOptions(who: string, options: unknown): void {
  if (!isObject(options)) throw new TypeError(`${who}: expected an object of options, got ${shown(options)}`);
  check(who, options, RUN_RULES, "");
}

/** A name that a script can write. */
export function checkName(who: string, name: unknown): void {
  if (typeof name !== "string" || name === "" || /[\s()[\]{}"';`,|]/.test(name))
    throw new TypeError(`${who}: expected a name that a script can write, got ${shown(name)}`);
}

function check(
  who: string,
  options: { [name: string]: unknown },
  rules: { readonly [option: string]: unknown },
  path: string,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const rule = rules[name];
    const place = `${path}${name}`;
    if (rule === undefined) {
      throw new TypeError(`${who}: unknown option ${place}; the options here are ${Object.keys(rules).join(", ")}`);
    }
    if (place === "host" && value === "deny") continue;
    if (isRule(rule)) {
      if (!rule.check(value)) throw new TypeError(`${who}: expected ${rule.wanted} for ${place}, got ${shown(value)}`);
    } else if (isObject(value)) {
      check(who, value, rule as { [option: string]: unknown }, `${place}.`);
    } else {
      throw new TypeError(`${who}: expected an object for ${place}, got ${shown(value)}`);
    }
  }
}

const isRule = (rule: unknown): rule is Rule => isObject(rule) && typeof rule.check === "function";

function shown(value: unknown): string {
  return typeof value === "string"
    ? JSON.stringify(value)
    : typeof value === "object"
      ? value === null
        ? "null"
        : "an object"
      : String(value);
}
