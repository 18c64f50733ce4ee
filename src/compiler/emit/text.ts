// Text of emitted JS: every line that can fail starts with a marker of its call site, stripped once the unit is whole.

const MARK = "\u0001";

/** Starts a new line that belongs to a site; at most one call that can fail may stand on it. */
export const siteLine = (site: number): string => (site < 0 ? "\n" : `\n${MARK}${site}${MARK}`);

/** The source without markers, and the site of each of its lines (from 1); −1 where there is none. */
export function stripMarks(text: string): { source: string; lines: number[] } {
  const lines = [-1];
  const source = text
    .split("\n")
    .map((line) => {
      if (!line.startsWith(MARK)) {
        lines.push(-1);
        return line;
      }
      const end = line.indexOf(MARK, 1);
      lines.push(Number(line.slice(1, end)));
      return line.slice(end + 1);
    })
    .join("\n");
  return { source, lines };
}

/** Names of variables, in one place: the injection test knows them by their letters. */
export const names = {
  variable: (v: number): string => `v${v}`,
  /** What a loop's variable will be in the next iteration. */
  next: (v: number): string => `n${v}`,
  constant: (k: number): string => `k${k}`,
  name: (n: number): string => `s${n}`,
  cell: (c: number): string => `c${c}`,
  /** The value of a cell that never changes. */
  fixed: (c: number): string => `g${c}`,
  resume: (r: number): string => `r${r}`,
  shape: (l: number): string => `h${l}`,
  temporary: (t: number): string => `t${t}`,
  callee: (t: number): string => `f${t}`,
  block: (v: number): string => `J${v}`,
  loop: (loop: number): string => `L${loop}`,
  iteration: (loop: number): string => `I${loop}`,
};
