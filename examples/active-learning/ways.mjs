// The three ways of asking, measured by embedding the engine: one model alone, or a script's cascade.
import { createSkein, local } from "skein";
import { readLines } from "./prepare.mjs";

const prompts = {
  cheap:
    '#:instruction "Classify. Return JSON: {category: str, confidence: 0-1}" #:model "gpt-3.5-turbo" #:temperature 0.0',
  expensive: '#:instruction "Expert classification" #:model "gpt-4"',
};

/** Every document asked of one model. */
export function alone(which, files, documents) {
  return withSkein(files, documents, async (skein) => {
    const ask = `(lambda (doc) (llm-query-async ${prompts[which]} #:data doc #:json #t))`;
    const { value, usage } = await skein.run(`(map-async ${ask} documents #:max-concurrent 50)`);
    const labels = value.map((reply) => JSON.parse(reply).category);
    return { name: `${which} only`, labels, escalated: which === "cheap" ? 0 : documents.length, calls: usage };
  });
}

/** A script that leaves its answers in Python's `final` and what it asked again in `uncertain-idx`. */
export function cascade(source, files, documents) {
  return withSkein(files, documents, async (skein) => {
    const { usage } = await skein.run(source, { name: "active-learning.scm" });
    const labels = await skein.python.evaluate("final");
    const escalated = await skein.evaluate("(length phase2)");
    return { name: "cascade", labels, escalated, calls: usage };
  });
}

async function withSkein(files, documents, use) {
  const skein = createSkein({ provider: local({ train: { items: readLines(files.train) } }), inputs: { documents } });
  try {
    return await use(skein);
  } finally {
    await skein.close();
  }
}
