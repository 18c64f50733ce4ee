// `skein check FILE…`: reads and expands without running or paying, and says what would go wrong and what would be asked.
import { createSkein } from "../index.ts";
import { EXIT } from "./exit.ts";
import type { RunOptions } from "./run-options.ts";
import { readScript, setUp } from "./setup.ts";

export interface CheckOptions extends RunOptions {
  json?: boolean;
}

/** Resolves to the exit code: 1 when a file has an error. */
export async function check(files: readonly string[], options: CheckOptions): Promise<number> {
  const setup = await setUp(
    { ...options, store: false },
    { environment: process.env, onNewStore() {}, onTraining() {} },
  );
  let failed = false;
  try {
    for (const file of files) {
      const { source, name } = readScript(file);
      const skein = createSkein(setup.options);
      try {
        const report = await skein.check(source, { name });
        failed ||= report.findings.some((finding) => finding.severity === "error");
        process.stdout.write(options.json ? `${JSON.stringify({ file: name, ...report })}\n` : textOf(name, report));
      } finally {
        await skein.close();
      }
    }
  } finally {
    setup.close();
  }
  return failed ? EXIT.script : EXIT.done;
}

type Report = Awaited<ReturnType<ReturnType<typeof createSkein>["check"]>>;

function textOf(file: string, { findings, asks }: Report): string {
  const lines = findings.flatMap(({ severity, message, location, hint }) => [
    `${location === undefined ? file : `${location.file}:${location.line}:${location.column}`}: ${severity}: ${message}`,
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
  ]);
  for (const { location, model, times } of asks) {
    const often = times === undefined ? "an unknown number of calls" : `${times} call${times === 1 ? "" : "s"}`;
    lines.push(
      `${location === undefined ? file : `${location.file}:${location.line}:${location.column}`}: asks ${model ?? "the default model"}: ${often}`,
    );
  }
  if (findings.length === 0) lines.unshift(`${file}: no mistakes found`);
  return `${lines.join("\n")}\n`;
}
