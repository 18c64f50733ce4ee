// Labelled files: the three formats, and errors that name the file, the line and the remedy.
import { describe, expect, test } from "vitest";
import { parseTraining, TrainingError } from "../../../src/llm/providers/local/training.ts";

const expected = [
  { text: "one, two", label: "a" },
  { text: "three\nfour", label: "b" },
];

describe("formats", () => {
  test.each([
    ["t.jsonl", '\uFEFF{"text":"one, two","label":"a"}\r\n\r\n{"text":"three\\nfour","label":"b"}\r\n'],
    ["t.json", '[{"text":"one, two","label":"a"},{"text":"three\\nfour","label":"b","more":1}]'],
    ["t.csv", '\uFEFFlabel,text\r\na,"one, two"\r\n\r\nb,"three\nfour"\r\n'],
    ["T.CSV", 'label,text\na,"one, two"\nb,"three\nfour"'],
  ])("%s", (name, text) => expect(parseTraining(text, name)).toEqual(expected));

  test("fields by other names; numbers and booleans as labels", () => {
    const text = '{"body":"x","spam":true}\n{"body":"y","spam":false}\n{"body":"z","spam":7}';
    const items = parseTraining(text, "t.jsonl", { text: "body", label: "spam" });
    expect(items.map(({ label }) => label)).toEqual(["true", "false", "7"]);
  });
});

describe("errors", () => {
  const good = '{"text":"x","label":"a"}\n';
  test.each([
    ["t.jsonl", `${good}\n{"text":`, /^t\.jsonl: line 3: is not JSON: /],
    ["t.jsonl", `${good}[1]`, "t.jsonl: line 2: expected an object with a text and a label, got an array"],
    ["t.jsonl", `${good}null`, "t.jsonl: line 2: expected an object with a text and a label, got null"],
    [
      "t.jsonl",
      '{"body":"x","label":"a"}',
      't.jsonl: line 1: has no "text" for the text; it has "body", "label"; choose one with --text NAME',
    ],
    [
      "t.jsonl",
      '{"text":"x","toString":1}',
      't.jsonl: line 1: has no "label" for the label; it has "text", "toString"; choose one with --label NAME',
    ],
    ["t.jsonl", '{"text":3,"label":"a"}', 't.jsonl: line 1: "text" must be a text, got the number 3'],
    [
      "t.jsonl",
      '{"text":"x","label":{}}',
      't.jsonl: line 1: "label" must be a text, a number or a boolean, got an object',
    ],
    ["t.jsonl", '{"text":"x","label":" "}', 't.jsonl: line 1: "label" is empty'],
    ["t.jsonl", "", "t.jsonl: holds no labelled texts"],
    [
      "t.jsonl",
      good + good,
      't.jsonl: all 2 texts have the label "a"; there must be at least two labels to tell apart',
    ],
    ["t.json", '{"text":"x"}', "t.json: expected an array of objects, got an object"],
    [
      "t.json",
      '[{"text":"x","label":"a"},3]',
      "t.json: item 2: expected an object with a text and a label, got the number 3",
    ],
    ["t.csv", "text,label\nx,a\ny,b,c\n", /^t\.csv: line 3: is not CSV: /],
    ["t.csv", 'text,label\nx,a\n"y,b\n', /^t\.csv: line 3: is not CSV: /],
    [
      "t.csv",
      "text,tag\nx,a\n",
      't.csv: line 2: has no "label" for the label; it has "text", "tag"; choose one with --label NAME',
    ],
    ["t.txt", "x", "t.txt: expected a file of labelled texts named .jsonl, .json or .csv"],
    ["train", "x", "train: expected a file of labelled texts named .jsonl, .json or .csv"],
  ])("%s %j", (name, text, message) => {
    expect(() => parseTraining(text, name)).toThrow(TrainingError);
    expect(() => parseTraining(text, name)).toThrow(message);
  });
});
