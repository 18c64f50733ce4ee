// Reads the recorded answers of real language models into populations.
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "csv-parse/sync";
import { makePopulation, type Population, type Records } from "./population.ts";

type Row = { [column: string]: string };

/** Beside the project, not part of it; npm and vitest both start in the project's folder. */
export const recordedFolder = resolve("../shared/data/recorded");
export const recordedAvailable = existsSync(recordedFolder);

/** One pair of models on one file. `gold`: the oracle is the right answer, not a model. */
interface Pair {
  file: string;
  cheap: string;
  oracle: string | "gold";
  confidence: "option" | "stated" | "token";
}

const options = ["cosmosqa-10k", "mmlu-10k"].flatMap((file) =>
  ["Qwen-7B", "Mistral-7B-v0.1"].map((cheap): Pair => ({ file, cheap, oracle: "Yi-34B", confidence: "option" })),
);

// Llama alone has token probabilities. In lsat-ar only right and wrong are known of five options, so two models that are
// both wrong may have said different things: there the oracle is gold.
const pairs: readonly Pair[] = [
  ...options,
  { file: "boolq", cheap: "llama-3.1-8b", oracle: "gpt-4o", confidence: "token" },
  { file: "boolq", cheap: "llama-3.1-8b", oracle: "gpt-4o", confidence: "stated" },
  { file: "boolq", cheap: "llama-3.1-8b", oracle: "llama-3.1-70b", confidence: "token" },
  { file: "boolq", cheap: "llama-3.1-8b", oracle: "llama-3.1-70b", confidence: "stated" },
  { file: "boolq", cheap: "claude-3-haiku", oracle: "o3", confidence: "stated" },
  { file: "lsat-ar", cheap: "llama-3.1-8b", oracle: "gold", confidence: "token" },
  { file: "lsat-ar", cheap: "gpt-4o", oracle: "gold", confidence: "stated" },
];

/** The seed breaks ties of confidence, once for all runs. */
export function recordedPopulations(seed: number): Population[] {
  const files = new Map<string, Row[]>();
  return pairs.map((pair) => {
    const rows = files.get(pair.file) ?? readRows(pair.file);
    files.set(pair.file, rows);
    return makePopulation(recordsOf(pair, rows), seed);
  });
}

function readRows(file: string): Row[] {
  return parse<Row>(readFileSync(resolve(recordedFolder, `${file}.csv`), "utf8"), { columns: true });
}

/** Items that one of the two models did not answer are left out: nothing is known of their agreement. */
function recordsOf({ file, cheap, oracle, confidence }: Pair, rows: readonly Row[]): Records {
  const kind = confidence === "option" ? "" : `${confidence} `;
  const records = { confidence: [] as number[], wrong: [] as boolean[] };
  for (const row of rows) {
    const sure = row[`${cheap} ${kind}confidence`];
    if (sure === undefined) throw new Error(`${file}: no column "${cheap} ${kind}confidence"`);
    const [given, wanted] = [answerOf(row, cheap), oracle === "gold" ? "1" : answerOf(row, oracle)];
    if (given === "" || wanted === "" || sure === "" || sure === "NA") continue;
    records.confidence.push(Number(sure));
    records.wrong.push(given !== wanted);
  }
  return { name: `${file}: ${cheap} → ${oracle}${kind === "" ? "" : `, ${confidence}`}`, ...records };
}

/** The option that was chosen, or, where only that is known, whether it was right. */
function answerOf(row: Row, model: string): string {
  const answer = row[`${model} answer`] ?? row[`${model} correct`];
  if (answer === undefined) throw new Error(`no column for the answers of ${model}`);
  return answer;
}
