// Short spellings of a row, for sections that are long tables.
import type { Row } from "./row.ts";

/** A row that never calls a procedure. */
export const leaf = (signature: string, doc: string, example: string, run: Row["run"]): Row => ({
  signature,
  doc,
  example,
  run,
});

/** A row whose function may return the sentinel. */
export const calls = (signature: string, doc: string, example: string, run: Row["run"]): Row => ({
  signature,
  doc,
  example,
  kind: "calls",
  run,
});
