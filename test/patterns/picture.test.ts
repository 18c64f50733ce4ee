// The picture of a report: self-contained SVG, written where the host allows it, and no way for a script into the plotting library.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { createSkein, nodeHost, type Skein } from "../../src/index.ts";

let skein: Skein | undefined;
afterEach(async () => {
  await skein?.close();
});

const learn = (extra: string): string => `
  (active-learning (range 200) #:cheap (lambda (i) (cons (if (= 0 (modulo i 7)) 'no 'yes) (/ (modulo (* i 37) 100) 100)))
                   #:expensive (lambda (i) 'yes) #:cheap-cost 0.001 #:expensive-cost 0.02 ${extra})`;

test("shows cost and agreement, reliability and confidences, and refers to nothing outside", async () => {
  const folder = mkdtempSync(join(tmpdir(), "skein-picture-"));
  try {
    skein = createSkein({ host: nodeHost({ write: [folder] }) });
    const path = join(folder, "report.svg");
    const { value } = await skein.run(`
      (define-values (labels report) ${learn(`#:picture ${JSON.stringify(path)}`)})
      (active-learning-picture report)`);
    const svg = readFileSync(path, "utf8");
    expect(value).toBe(svg);
    expect(svg).toMatch(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    for (const text of [
      "Cost and agreement",
      "cost in dollars",
      "Reliability on the audit",
      "Confidence of the cheap model",
    ]) {
      expect(svg).toContain(text);
    }
    expect(svg).not.toMatch(/<script|<image|<foreignObject|href=|url\(|@import/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("is a warning where the host grants no writing: the labels are not lost", async () => {
  skein = createSkein();
  const { value } = await skein.run(`
    (define-values (labels report) ${learn('#:picture "report.svg"')})
    (list (length labels) (hash-ref report 'text))`);
  const [count, text] = value as [number, string];
  expect(count).toBe(200);
  expect(text).toMatch(/warning: no picture: .*report\.svg/);
});

test("takes numbers only", async () => {
  skein = createSkein();
  const bad = async (json: object) => {
    skein?.define("bad", () => JSON.stringify(json));
    return (await skein?.run("(guard (e (#t (exn-message e))) (%active-learning-svg (bad)))"))?.value;
  };
  const whole = {
    curve: [],
    chosen: { cost: 1, agreement: 1, certified: 1 },
    unit: "dollars",
    reliability: [],
    histogram: [],
  };
  expect(await bad({ ...whole, curve: { url: "file:///etc/hostname" } })).toContain("at most 1000 points");
  expect(await bad({ ...whole, histogram: [{ from: 0, to: "1); alert(1", count: 1 }] })).toContain("from, to, count");
  expect(await bad({ ...whole, curve: new Array(1001).fill({ cost: 1, agreement: 1 }) })).toContain(
    "at most 1000 points",
  );
  expect(await bad({ ...whole, unit: "<script>" })).not.toContain("<script>");
});
