// The table at the end: what each way of asking got right, how many calls it took, and what they would cost.
import { calcPrice } from "@pydantic/genai-prices";

/**
 * One way of asking: `{ name, labels, calls: { [model]: { calls, promptTokens, completionTokens } }, escalated }`.
 * Costs are at list prices of the models that the script names; the local provider itself costs nothing.
 */
export function costOf(calls) {
  let dollars = 0;
  for (const [model, used] of Object.entries(calls)) {
    const usage = { input_tokens: used.promptTokens, output_tokens: used.completionTokens };
    const price = calcPrice(usage, model, { providerId: "openai" });
    if (price === null) throw new Error(`no list price is known for ${model}`);
    dollars += price.total_price;
  }
  return dollars;
}

export function accuracyOf(labels, truth) {
  if (labels.length !== truth.length) throw new Error(`${labels.length} answers to ${truth.length} documents`);
  return labels.filter((label, i) => label === truth[i]).length / truth.length;
}

export function renderTable(ways, truth) {
  const rows = ways.map(({ name, labels, calls, escalated }) => [
    name,
    `${(100 * accuracyOf(labels, truth)).toFixed(1)} %`,
    Object.entries(calls)
      .filter(([, used]) => used.calls > 0)
      .map(([model, used]) => `${used.calls} ${model}`)
      .join(" + "),
    `${((100 * escalated) / truth.length).toFixed(1)} %`,
    `$${costOf(calls).toFixed(2)}`,
  ]);
  return columns([["", "accuracy", "calls", "escalated", "at list prices"], ...rows]);
}

function columns(rows) {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  return rows
    .map((row) =>
      row
        .map((cell, c) => cell.padEnd(widths[c]))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
