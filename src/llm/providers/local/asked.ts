// Finds out what an instruction asks for: a classification at all, JSON or a bare label, and which keys.

/** What a value of the reply stands for: the label, how sure it is, or something a classifier has no answer to. */
export type Role = "category" | "confidence" | "percent" | "other";

export interface Field {
  key: string;
  role: Role | Field[];
  /** `[str]`: the value is asked for as a list. */
  list?: boolean;
  /** The labels that are allowed, when a schema names them. */
  oneOf?: readonly string[];
  /** In a schema: whether `null`, or leaving it out, is allowed where there is no answer. */
  optional?: boolean;
}

/** Instructions are parsed no further than this: what is asked for stands in words, not in pages. */
const longest = 20_000;

/** `do not label …` asks for something else. */
const task =
  /(?<!(?:\bnot|\bnever|\bwithout|n't)\s{1,5})\b(?:re)?(?:classif(?:y|ies|ied|ying|ier|ication)|categori[sz](?:e|es|ed|ing|ation)|label(?:s|l?ed|l?ing)?)\b/i;

export function asksToClassify(instruction: string): boolean {
  return task.test(instruction.slice(0, longest));
}

export function asksForJson(instruction: string): boolean {
  return /\bjson\b/i.test(instruction.slice(0, longest));
}

/** The keys that the instruction names, in its order; none when it names none. */
export function keysAsked(instruction: string): Field[] {
  const text = instruction.slice(0, longest);
  return assignRoles(fromBraces(text) ?? fromBullets(text) ?? fromWords(text) ?? []);
}

/** Keys whose names say nothing (`{a, b}`): the first is the label, and the second of just two its confidence. */
function assignRoles(fields: Field[]): Field[] {
  if (fields.some(({ role }) => role === "category" || Array.isArray(role))) return fields;
  const unnamed = fields.filter(({ role }) => role === "other");
  const sure = fields.some(({ role }) => role === "confidence" || role === "percent");
  return fields.map((field) => {
    if (field === unnamed[0]) return { ...field, role: "category" as const };
    return field === unnamed[1] && unnamed.length === 2 && !sure ? { ...field, role: "confidence" as const } : field;
  });
}

/** `{category: str, confidence: 0-1}`, `{"label": ..., "score": ...}`, also nested; the first that names keys. */
function fromBraces(text: string): Field[] | undefined {
  let at = text.indexOf("{");
  while (at >= 0) {
    const end = closing(text, at);
    if (end < 0) return undefined;
    const fields = shape(text.slice(at + 1, end));
    // A lone `{document}` is a template's placeholder unless JSON was spoken of before it.
    if (fields !== undefined && (/[:,]/.test(text.slice(at, end)) || /\bjson\b/i.test(text.slice(0, at))))
      return fields;
    at = text.indexOf("{", end);
  }
  return undefined;
}

/** The place of the bracket that closes the one at `start`, or -1; brackets inside quotes do not count. */
function closing(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const c = text[i] as string;
    if (c === "\\" && quoted) i++;
    else if (c === '"') quoted = !quoted;
    else if (!quoted && "{[(".includes(c)) depth++;
    else if (!quoted && "}])".includes(c) && --depth === 0) return i;
  }
  return -1;
}

/** Deeper shapes than anybody writes for a label are not followed. */
const deepest = 4;

function shape(inside: string, depth = 0): Field[] | undefined {
  const fields: Field[] = [];
  for (const part of splitTop(inside)) {
    const match = /^\s*(["'`]?)([\p{L}_][\p{L}\p{N}_ -]{0,60}?)\1\??\s*(?::([\s\S]*))?$/u.exec(part);
    if (match === null) {
      if (/^[\s.…]*$/.test(part)) continue;
      return undefined;
    }
    const field = fieldOf(match[2] as string, (match[3] ?? "").trim(), depth);
    if (field !== undefined && !fields.some(({ key }) => key === field.key)) fields.push(field);
  }
  return fields.length > 0 ? fields : undefined;
}

function fieldOf(key: string, spec: string, depth: number): Field | undefined {
  if (spec.startsWith("{") && depth < deepest) {
    const inner = shape(spec.slice(1, spec.lastIndexOf("}")), depth + 1);
    return inner === undefined ? { key, role: roleOf(key, "") } : { key, role: inner };
  }
  const oneOf = alternatives(spec);
  const field: Field = {
    key,
    role: roleOf(key, spec),
    ...(spec.startsWith("[") ? { list: true } : {}),
  };
  return field.role === "category" && oneOf !== undefined ? { ...field, oneOf } : field;
}

/** `"spam" | "ham"` or `"spam|ham"`: the labels allowed; not `str | null`, which names types. */
function alternatives(spec: string): string[] | undefined {
  const parts = spec.split("|").map((part) => part.replace(/^[\s"'`<[]+|[\s"'`>\]]+$/g, ""));
  const plain = parts.every((part) => part.length > 0 && part.length < 80 && !/[,;.]/.test(part));
  if (parts.length < 2 || !plain || parts.some((part) => typeWord.test(part))) return undefined;
  return parts;
}

const typeWord = /^(str|string|text|int|integer|float|number|bool|boolean|null|none|any|label|category)$/i;

/** Parts between commas that are in no bracket and in no quotes. */
function splitTop(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c === '"') {
      const end = text.indexOf('"', i + 1);
      if (end > i) i = end;
    } else if ("{[(".includes(c)) {
      const end = closing(text, i);
      if (end > i) i = end;
    } else if (c === "," || c === ";") {
      parts.push(text.slice(from, i));
      from = i + 1;
    }
  }
  parts.push(text.slice(from));
  return parts;
}

const bullet =
  /^\s{0,20}(?:[-*•]|\d{1,2}[.)])\s{0,5}["'`*]{0,3}([\p{L}_][\p{L}\p{N}_-]{0,60})["'`*]{0,3}\s?(?:[:(–—]|- )(.*)$/u;

/** `- category: …` lines, where one of them is plainly the label. */
function fromBullets(text: string): Field[] | undefined {
  const fields: Field[] = [];
  for (const line of text.split("\n")) {
    const match = bullet.exec(line);
    if (match === null) continue;
    const key = match[1] as string;
    if (!fields.some((field) => field.key === key)) fields.push({ key, role: roleOf(key, match[2] as string) });
  }
  return fields.some(({ role }) => role === "category") ? fields : undefined;
}

const filler = "and|or|with|for|as|of|in|to|from|must|should|is|are|only|that|which|each|no";
const word = `(?<![\\p{L}\\p{N}_-])(?!(?:${filler})\\b)[\\p{L}_][\\p{L}\\p{N}_-]*`;
const name = `(?:(?:the|an?|its|your)\\s)?["'\`]?(${word})["'\`]?(?:\\s?\\([^()]{0,80}\\))?`;
const names = `(${name}(?:\\s?(?:,\\s?and|,|and|&|\\+)\\s?${name}){0,20})`;
const afterKeys = new RegExp(
  `\\b(?:keys?|fields?|properties|attributes|members)\\b(?:\\s(?:named|called|are|is))?\\s?:?\\s?${names}`,
  "iu",
);
const afterJson = new RegExp(
  `\\bjson(?:\\s(?:object|format|only))?,?\\s(?:with|containing|of|having|including)(?:\\s(?:keys?|fields?))?\\s${names}`,
  "iu",
);

/** `JSON with keys a and b`, `fields: label, score`; without the word "keys" only names whose meaning is plain. */
function fromWords(raw: string): Field[] | undefined {
  const text = raw.replace(/\s+/g, " ");
  const keyed = afterKeys.exec(text)?.[1];
  if (keyed !== undefined) return namedFields(keyed);
  const loose = afterJson.exec(text)?.[1];
  if (loose === undefined) return undefined;
  const fields = namedFields(loose);
  return fields.every(({ role }) => role !== "other") ? fields : undefined;
}

function namedFields(list: string): Field[] {
  const found = [...list.matchAll(new RegExp(name, "giu"))];
  const fields = found.map(([spec, key = ""]) => ({ key, role: roleOf(key, spec.slice(key.length)) }));
  return fields.filter(({ key }, i) => fields.findIndex((other) => other.key === key) === i);
}

/** Judged by the key's own words first, then by what is said about its value. */
export function roleOf(key: string, spec: string): Role {
  if (/confiden|score|prob|certain|likelihood|(^|_)sure/i.test(key)) {
    return /100|percent|%/.test(spec) ? "percent" : "confidence";
  }
  if (
    /categor|label|class|type|topic|tag|kind|intent|sentiment|family|verdict|decision|answer|result|prediction/i.test(
      key,
    )
  ) {
    return "category";
  }
  return /\b0(\.0)?\s?(-|–|to|and|\.\.+)\s?1(\.0)?\b/.test(spec) ? "confidence" : "other";
}
