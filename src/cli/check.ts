// `skein check FILE…`: says what would go wrong and what would be asked, without running or paying.
import { type CheckReport, checkScript } from "../engine/command-line.ts";
import { nodeHost } from "../host/node.ts";
import type { Encoding } from "../host/text.ts";
import { EXIT } from "./exit.ts";
import { parseInputs, readInputs } from "./inputs.ts";
import { readPrices, readScript } from "./setup.ts";

export interface CheckOptions {
  input: string[];
  encoding: Encoding;
  model?: string;
  alias: { readonly [from: string]: string };
  prices?: string;
  allowRead: string[];
  json?: boolean;
}

/** Resolves to the exit code: 1 when a file has an error. Rejects with `UsageError`. */
export async function check(files: readonly string[], options: CheckOptions): Promise<number> {
  const given = options.input.filter((input) => input.includes("="));
  const inputs = await readInputs(parseInputs(given), options.encoding);
  const names = [...Object.keys(inputs), ...options.input.filter((input) => !input.includes("="))];
  const items = new Map(
    Object.entries(inputs).flatMap(([name, value]) => (Array.isArray(value) ? [[name, value]] : [])),
  );
  const prices = options.prices === undefined ? undefined : readPrices(options.prices);
  let code: number = EXIT.done;
  for (const file of files) {
    const { source, name } = readScript(file);
    const report = await checkScript(source, {
      name,
      inputs: names,
      items,
      aliases: options.alias,
      defaultModel: options.model,
      prices,
      ...(options.allowRead.length > 0 && { host: nodeHost({ read: options.allowRead }) }),
    });
    if (report.problems.some((problem) => problem.severity === "error")) code = EXIT.script;
    process.stdout.write(options.json ? `${JSON.stringify({ file: name, ...report })}\n` : textOf(name, report));
  }
  return code;
}

function textOf(file: string, { problems, estimate }: CheckReport): string {
  const lines = problems.length === 0 ? [`${file}: no mistakes found`] : problems.map((problem) => problem.text);
  for (const { model, line, times, each, usd } of estimate?.sites ?? []) {
    const often =
      times === undefined
        ? each === undefined
          ? "an unknown number of times"
          : `once for each of ${each}`
        : `${times} times`;
    const cost = usd === undefined ? "" : `, about $${usd.toFixed(4)}`;
    lines.push(`${file}:${line ?? "?"}: asks ${model ?? "the default model"} ${often}${cost}`);
  }
  return `${lines.join("\n")}\n`;
}
