// What is known of emitted code: the call site of each line, and what people call each closure.
import type { Site } from "../values/error.ts";
import type { Procedure, ProcedureInfo } from "../values/types.ts";

/** One `new Function`, one AOT module function, or one unit of the closure backend. */
export interface Unit {
  /** Generated: letters, digits and `$` only; unique in the process. */
  readonly id: string;
  /** Site of each emitted line, from 1. */
  readonly lines: (Site | undefined)[];
  /** Procedures by the number in their JS name, `<id>$<number>`. */
  readonly procedures: ProcedureInfo[];
}

export class UnitRegistry {
  readonly #units = new Map<string, Unit>();
  // Procedures of the closure backend have no JS name of their own.
  readonly #known = new WeakMap<Procedure, ProcedureInfo>();

  add(unit: Unit): void {
    this.#units.set(unit.id, unit);
  }

  remember(f: Procedure, info: ProcedureInfo): void {
    this.#known.set(f, info);
  }

  infoOf(f: Procedure): ProcedureInfo | undefined {
    if (f.info !== undefined) return f.info;
    const known = this.#known.get(f);
    if (known !== undefined) return known;
    const split = f.name.lastIndexOf("$");
    return split < 0 ? undefined : this.#units.get(f.name.slice(0, split))?.procedures[Number(f.name.slice(split + 1))];
  }

  /** The sites on a JS stack, innermost first. Emitted code has one call site a line and a `sourceURL` of its unit. */
  sitesOf(stack: string): Site[] {
    const sites: Site[] = [];
    for (const [, id, line] of stack.matchAll(/\b(sk\w*?):(\d+):\d+/g)) {
      const site = this.#units.get(id)?.lines[Number(line)];
      if (site !== undefined) sites.push(site);
    }
    return sites;
  }
}
