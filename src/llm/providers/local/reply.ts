// Writes the reply to a classification: JSON with the keys asked for, or the bare label.
import type { Field } from "./asked.ts";

export interface Answer {
  label: string;
  confidence: number;
  /** For keys that are named after a label (`{"spam": 0-1, "ham": 0-1}`). */
  probabilityOf(label: string): number | undefined;
}

/** A key that a classifier has no value for; the provider makes a refusal of it. */
export class Unfillable extends Error {}

const usual: Field[] = [
  { key: "category", role: "category" },
  { key: "confidence", role: "confidence" },
];

/** `strict` when a schema rules: then there is no `null` for what a classifier can not know. */
export function jsonReply(fields: readonly Field[], answer: Answer, strict: boolean): string {
  return objectText(fields.length > 0 ? fields : usual, answer, strict);
}

/** Written by hand, since a key such as `__proto__` must come out as any other. */
function objectText(fields: readonly Field[], answer: Answer, strict: boolean): string {
  const parts: string[] = [];
  for (const field of fields) {
    const text = fieldText(field, answer, strict);
    if (text !== undefined) parts.push(`${JSON.stringify(field.key)}: ${text}`);
  }
  return `{${parts.join(", ")}}`;
}

function fieldText(field: Field, answer: Answer, strict: boolean): string | undefined {
  const text = valueText(field, answer, strict);
  if (text !== undefined) return field.list ? `[${text}]` : text;
  if (field.list) return "[]";
  if (!strict) return "null";
  if (field.optional) return undefined;
  throw new Unfillable(field.key);
}

function valueText({ key, role, oneOf }: Field, answer: Answer, strict: boolean): string | undefined {
  if (Array.isArray(role)) return objectText(role, answer, strict);
  if (role === "confidence") return numberText(answer.confidence);
  if (role === "percent") return String(Math.round(answer.confidence * 100));
  if (role === "category") {
    return JSON.stringify(oneOf?.find((text) => sameLabel(text, answer.label)) ?? answer.label);
  }
  const named = answer.probabilityOf(key);
  return named === undefined ? undefined : numberText(named);
}

/** Six digits: more would be noise, fewer would tie answers that are not equally sure. */
function numberText(value: number): string {
  return String(Number(value.toFixed(6)));
}

export function sameLabel(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
