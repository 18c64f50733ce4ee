// Contract clauses by real classifiers, small and large: what active-learning makes of them with one call in five.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createSkein, local, parseTraining } from "skein";
import { share, table } from "./table.ts";

const folder = fileURLToPath(new URL("../../../shared/data/contract-clauses/", import.meta.url));

const PROGRAM = `
(define (ask model)
  (lambda (clause)
    (llm-query-async #:instruction "Classify the contract clause. Return JSON: {category, confidence}" #:data clause
                     #:model model #:json #t #:temperature 0)))
(define cheap (ask "local/small"))
(define expensive (ask "local/large"))
(define (labels-of model) (map answer-label (map-async model documents #:progress #f)))
(define (cascade . form)
  (let-values ([(labels report)
                (keyword-apply active-learning (list* '#:cheap '#:expensive '#:progress (list (car form)))
                               (list cheap expensive #f (cadr form)) (list documents))])
    (hash 'labels labels 'escalated (hash-ref report 'escalated) 'certified (hash-ref report 'agreement-certified)
          'auroc (hash-ref (hash-ref report 'confidence) 'auroc))))
(hash 'cheap (labels-of cheap) 'expensive (labels-of expensive)
      'calls (cascade '#:max-expensive (quotient (length documents) 5))
      'target (cascade '#:target 0.9))`;

interface Cascade {
  labels: string[];
  escalated: number;
  certified: number;
  auroc: number | false;
}

/** Prints a table of accuracy against the clauses' own labels. */
export async function clausesPart(): Promise<void> {
  if (!existsSync(folder)) {
    console.log(`\nskipped: no contract clauses beside the project (${folder})`);
    return;
  }
  const read = (name: string) => readFileSync(new URL(`file://${folder}${name}`), "utf8");
  const rows = read("docs.jsonl").trimEnd().split("\n");
  const documents: { text: string; label: string }[] = rows.map((line) => JSON.parse(line));
  const provider = local({ train: { items: parseTraining(read("train.jsonl"), "train.jsonl") } });
  const skein = createSkein({ provider, inputs: { documents: documents.map(({ text }) => text) } });
  try {
    const { value } = await skein.run(PROGRAM);
    const { cheap, expensive, calls, target } = value as { [way: string]: Cascade & string[] };
    const right = (labels: string[]) =>
      labels.filter((label, i) => label === documents[i].label).length / labels.length;
    const row = (name: string, { labels, escalated, certified, auroc }: Cascade) => [
      ...[name, share(escalated / labels.length), share(right(labels))],
      ...[share(certified), auroc === false ? "–" : share(auroc)],
    ];
    console.log(
      `\nContract clauses: ${documents.length}, local classifiers trained on others; accuracy against their labels.`,
    );
    console.log(
      table([
        ["way", "oracle share", "accuracy", "certified agreement", "AUROC"],
        ["cheap only", ".000", share(right(cheap)), "–", "–"],
        row("active-learning, one call in five", calls),
        row("active-learning, target .9", target),
        ["expensive only", "1.000", share(right(expensive)), "–", "–"],
      ]),
    );
  } finally {
    await skein.close();
  }
}
