// The fast backend: a unit becomes one JS function, and each resume point another one when it is first needed.
import type { Abi } from "../../machine/abi.ts";
import type { Frame, Result, Resume } from "../../machine/frame.ts";
import type { Machine } from "../../machine/machine.ts";
import type { Site } from "../../values/error.ts";
import type { Procedure, Value } from "../../values/types.ts";
import type { Backend } from "../backend.ts";
import { infoOf, shapeOf } from "../shapes.ts";
import type { CompiledUnit } from "../unit.ts";
import { FunctionEmitter, type ResumePoint } from "./functions.ts";
import { names, stripMarks } from "./text.ts";

/** Parameters of every emitted function: the ABI and the unit's tables. */
const TABLES = ["A", "K", "N", "C", "R", "H"] as const;

/** `new Function` puts two lines in front of the body. */
const HEADER_LINES = 2;

/** Whether this host lets us compile at all (a browser's content security policy may not). */
export function canEmit(): boolean {
  try {
    return new Function("return 1")() === 1;
  } catch {
    return false;
  }
}

// Ids are unique in the process, so that a stack trace names one unit; nothing else depends on them.
let nextId = 0;

export class JsBackend implements Backend {
  readonly #m: Machine;
  readonly #abi: Abi;
  /** Sees every emitted text: the injection test. */
  readonly #inspect: ((source: string) => void) | undefined;

  constructor(m: Machine, abi: Abi, inspect?: (source: string) => void) {
    this.#m = m;
    this.#abi = abi;
    this.#inspect = inspect;
  }

  load(unit: CompiledUnit): Procedure {
    const id = `sk${nextId++}`;
    const { lambdas, entry } = unit.ir;
    const emitter = new FunctionEmitter(lambdas, id);
    const text = emitter.lambda(entry);
    const shapes = lambdas.map((lambda) => shapeOf(lambda, unit.names));
    const resumes: Resume[] = [];
    const procedures = lambdas.map((lambda) => infoOf(lambda, unit.names));
    const compile = (text: string, id: string): Procedure => {
      const { source, lines } = assemble(text, emitter);
      this.#inspect?.(source);
      const sites: (Site | undefined)[] = new Array(HEADER_LINES).fill(undefined);
      for (const site of lines) sites.push(site < 0 ? undefined : unit.sites[site]);
      this.#m.units.add({ id, lines: sites, procedures });
      for (let i = resumes.length; i < emitter.resumePoints.length; i++) {
        resumes.push(new LazyResume(emitter.resumePoints[i], unit.sites, (point) => compile(emitter.resume(point), `${id}r${i}`)));
      }
      const make = new Function(...TABLES, `${source}\n//# sourceURL=${id}`);
      return make(this.#abi, unit.constants, unit.names, unit.cells, resumes, shapes);
    };
    return compile(text, id);
  }
}

/** A resume point that compiles itself when a frame of it is first continued. */
class LazyResume implements Resume {
  readonly site: Site | undefined;
  run: (frame: Frame, value: Value) => Result;

  constructor(point: ResumePoint, sites: readonly Site[], compile: (point: ResumePoint) => Procedure) {
    this.site = point.site < 0 ? undefined : sites[point.site];
    this.run = (frame, value) => {
      this.run = compile(point) as unknown as (frame: Frame, value: Value) => Result;
      return this.run(frame, value);
    };
  }
}

/** The function's text with declarations of everything that it mentions in front. */
function assemble(text: string, emitter: FunctionEmitter): { source: string; lines: number[] } {
  const { used } = emitter;
  const declare = (set: Set<number>, name: (i: number) => string, value: (i: number) => string): string =>
    [...set].map((i) => `const ${name(i)} = ${value(i)};\n`).join("");
  const declarations = [
    '"use strict";\n',
    ...[...used.abi].map((name) => `const ${name} = A.${name};\n`),
    declare(used.constants, names.constant, (i) => `K[${i}]`),
    declare(used.names, names.name, (i) => `N[${i}]`),
    declare(used.cells, names.cell, (i) => `C[${i}]`),
    declare(used.fixed, names.fixed, (i) => `C[${i}].value`),
    declare(used.shapes, names.shape, (i) => `H[${i}]`),
    // Resume points are made after the text that mentions them: read when a frame is pushed.
    declare(used.resumes, names.resume, (i) => `R[${i}]`),
  ];
  for (const set of Object.values(used)) set.clear();
  return stripMarks(`${declarations.join("")}return ${text};`);
}
