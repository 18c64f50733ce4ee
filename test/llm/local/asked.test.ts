// What instructions and schemas ask for: is it a classification, as JSON, with which keys.
import { describe, expect, test } from "vitest";
import { asksForJson, asksToClassify, type Field, keysAsked } from "../../../src/llm/providers/local/asked.ts";
import { schemaAsk } from "../../../src/llm/providers/local/schema.ts";

/** `category:label confidence:score`, in the order asked for. */
function roles(fields: readonly Field[]): string {
  const one = ({ key, role, list, oneOf }: Field): string =>
    `${key}=${Array.isArray(role) ? `(${roles(role)})` : role}${list ? "[]" : ""}${oneOf ? `<${oneOf.join("|")}>` : ""}`;
  return fields.map(one).join(" ");
}

describe("asksToClassify", () => {
  test.each([
    "Classify. Return JSON: {category: str, confidence: 0-1}",
    "Expert classification",
    "Please categorise this clause",
    "CATEGORIZE:",
    "You label contracts.",
    "Give the label of this text",
    "Re-classify what follows",
    "Do not explain. Classify the text.",
  ])("yes: %s", (instruction) => expect(asksToClassify(instruction)).toBe(true));

  test.each([
    "Summarise the document",
    "Write a haiku",
    "",
    "Return JSON: {category: str}",
    "Summarise it, do not classify it",
    "Don't label anything; translate",
    "What is a declassified document?",
  ])("no: %s", (instruction) => expect(asksToClassify(instruction)).toBe(false));
});

test("asksForJson looks for the word", () => {
  expect(asksForJson("Reply in json.")).toBe(true);
  expect(asksForJson("about jsonl files")).toBe(false);
});

describe("keysAsked", () => {
  test.each([
    ["Classify. Return JSON: {category: str, confidence: 0-1}", "category=category confidence=confidence"],
    ['Reply with {"label": ..., "score": ...}', "label=category score=confidence"],
    ["{'sentiment': 'one word', 'certainty': 0-1}", "sentiment=category certainty=confidence"],
    ["Return JSON with keys a and b", "a=category b=confidence"],
    ["Return JSON with keys: `topic`, `probability` and `why`.", "topic=category probability=confidence why=other"],
    ["JSON with the label and a score", "label=category score=confidence"],
    [
      "Return a JSON object with fields verdict (spam or ham), confidence (0-100)",
      "verdict=category confidence=percent",
    ],
    ["Return JSON {confidence: number, category: string}", "confidence=confidence category=category"],
    [
      "Return JSON:\n- `category`: one word\n- `confidence`: 0 to 1\n- `reason`: why",
      "category=category confidence=confidence reason=other",
    ],
    ["Return JSON: {result: {label: str, score: 0-1}}", "result=(label=category score=confidence)"],
    ["Return JSON: {labels: [str], confidence: 0-1}", "labels=category[] confidence=confidence"],
    [
      'Return JSON {"category": "spam" | "ham", "confidence": 0-1}',
      "category=category<spam|ham> confidence=confidence",
    ],
    ["Return JSON {category: str | null}", "category=category"],
    ["Return JSON {kind}", "kind=category"],
    ["Classify {document}.", ""],
    ["Classify {document}. JSON: {class: str}", "class=category"],
    ["Return JSON {category: str, category: str}", "category=category"],
    ["Return JSON {category: str, priority: 1-5}", "category=category priority=other"],
    ["Return JSON {x: str, y: 0-1}", "x=category y=confidence"],
    ["Classify the fields of medicine as JSON", ""],
    ["Expert classification", ""],
    ["Return JSON {category: str", ""],
    ["}{ {} {{ , }}", ""],
  ])("%s", (instruction, expected) => expect(roles(keysAsked(instruction))).toBe(expected));

  test("hostile instructions are read in linear time", () => {
    for (const text of ["{", "{a:", "{[(", "keys a, ", "json with a and ", "- a: b\n", "{a b ", '{"', "don't "]) {
      expect(Array.isArray(keysAsked(text.repeat(200_000)))).toBe(true);
      expect(asksToClassify(text.repeat(200_000))).toBe(false);
    }
  });
});

describe("schemaAsk", () => {
  test("finds keys, enum, ranges and what is optional", () => {
    const schema = {
      type: "object",
      properties: {
        kind: { type: "string", enum: ["spam", "ham"] },
        sure: { type: "number", minimum: 0, maximum: 100 },
        why: { type: "string" },
        tags: { type: "array", items: { type: "string" } },
        urgent: { type: "boolean" },
      },
      required: ["kind", "sure", "why"],
    };
    const { fields, hasEnum } = schemaAsk(schema);
    expect(hasEnum).toBe(true);
    expect(roles(fields)).toBe("kind=category<spam|ham> sure=percent why=other tags=category[] urgent=other");
    expect(fields.filter(({ optional }) => optional).map(({ key }) => key)).toEqual(["tags", "urgent"]);
  });

  test("an enum deep inside counts, nonsense asks for nothing", () => {
    const deep = { properties: { a: { properties: { b: { const: "x" } } } } };
    expect(schemaAsk(deep).hasEnum).toBe(true);
    for (const schema of [null, 3, [], {}, { properties: [] }, { properties: { a: null } }]) {
      expect(schemaAsk(schema).hasEnum).toBe(false);
    }
  });
});
