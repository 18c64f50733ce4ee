// The fast backend: a unit becomes one JS function, and each resume point another one when it is first needed.
import type { Abi } from "../../machine/abi.ts";
import type { Frame, Result, Resume } from "../../machine/frame.ts";
import type { Machine } from "../../machine/machine.ts";
import type { Site } from "../../values/error.ts";
import type { Procedure, Value } from "../../values/types.ts";
import type { Backend } from "../backend.ts";
import { shapeOf } from "../shapes.ts";
import type { CompiledUnit } from "../unit.ts";
import { FunctionEmitter } from "./functions.ts";
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

  /** `emitted` is what `emitUnit` gave for the same code when the package was built. */
  load(unit: CompiledUnit, emitted?: Emitted): Procedure {
    const { lambdas } = unit.ir;
    const main = emitted ?? emitUnit(unit, `sk${nextId++}`);
    const { id } = main;
    const shapes = lambdas.map((lambda) => shapeOf(lambda, unit.names));
    const procedures = shapes.map((shape) => shape.info);
    const resumes: Resume[] = [];
    let emitter: FunctionEmitter | undefined = main.emitter;
    const compile = ({ source, lines }: Text, id: string): Procedure => {
      this.#inspect?.(source);
      const sites: (Site | undefined)[] = new Array(HEADER_LINES).fill(undefined);
      for (const site of lines) sites.push(site < 0 ? undefined : unit.sites[site]);
      this.#m.units.add({ id, lines: sites, procedures });
      const make = new Function(...TABLES, `${source}\n//# sourceURL=${id}`);
      return make(this.#abi, unit.constants, unit.names, unit.cells, resumes, shapes);
    };
    const addResumes = (count: number): void => {
      for (let i = resumes.length; i < count; i++) resumes.push(new LazyResume(() => compileResume(i)));
    };
    const compileResume = (i: number): Procedure => {
      // What the build emitted has its points numbered in the order of emission: emitting it again finds them.
      emitter ??= emitUnit(unit, id).emitter as FunctionEmitter;
      const text = assemble(emitter.resume(emitter.resumePoints[i]), emitter);
      addResumes(emitter.resumePoints.length);
      return compile(text, `${id}r${i}`);
    };
    addResumes(main.resumes.length);
    main.resumes.forEach((site, i) => {
      (resumes[i] as LazyResume).site = site < 0 ? undefined : unit.sites[site];
    });
    return compile(main, id);
  }
}

interface Text {
  readonly source: string;
  /** The site of each line, from 1; −1 where there is none. */
  readonly lines: number[];
}

/** A unit's JS before it is loaded: plain data but for the emitter, which a loader makes anew where it is missing. */
export interface Emitted extends Text {
  readonly id: string;
  /** The site of each resume point, −1 for loops. */
  readonly resumes: number[];
  readonly emitter?: FunctionEmitter;
}

export function emitUnit(unit: Pick<CompiledUnit, "ir">, id: string): Emitted {
  const emitter = new FunctionEmitter(unit.ir.lambdas, id);
  const text = assemble(emitter.lambda(unit.ir.entry), emitter);
  return { ...text, id, emitter, resumes: emitter.resumePoints.map((point) => point.site) };
}

/** A resume point that compiles itself when a frame of it is first continued. */
class LazyResume implements Resume {
  site: Site | undefined = undefined;
  run: (frame: Frame, value: Value) => Result;

  constructor(compile: () => Procedure) {
    this.run = (frame, value) => {
      this.run = compile() as unknown as (frame: Frame, value: Value) => Result;
      return this.run(frame, value);
    };
  }
}

/** The function's text with declarations of everything that it mentions in front. */
function assemble(text: string, emitter: FunctionEmitter): Text {
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
