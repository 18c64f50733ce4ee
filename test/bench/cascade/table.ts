// Numbers as aligned columns of text.

/** The first row is the heading. The first column is aligned left, the others right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row: readonly string[]) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join("  ");
  return [line(rows[0]), widths.map((width) => "-".repeat(width)).join("  "), ...rows.slice(1).map(line)].join("\n");
}

/** A share with three digits: .187. */
export const share = (value: number): string => value.toFixed(3).replace(/^(-?)0\./, "$1.");

/** A probability: small ones keep their size. */
export const probability = (p: number): string => (p < 0.001 ? p.toExponential(0) : share(p));
