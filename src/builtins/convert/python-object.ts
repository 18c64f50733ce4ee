// A Python object that stays in Python: a number that the interpreter understands.
import type { Opaque } from "../../values/printer.ts";

/** Given back to Python it is the object itself; the interpreter lets go of it when this is garbage. */
export class PythonObject implements Opaque {
  readonly number: number;
  /** The bridge whose interpreter made it: another engine's can not be given to Python. */
  readonly owner: object;
  readonly opaqueName: string;
  constructor(number: number, description: string, owner: object) {
    this.number = number;
    this.owner = owner;
    this.opaqueName = `python ${description}`;
  }
}
