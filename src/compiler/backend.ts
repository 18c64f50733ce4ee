// What a backend is: from a compiled unit to the procedure that runs it. Two exist: emitted JS, and closures.
import type { Procedure } from "../values/types.ts";
import type { Emitted } from "./emit/js-backend.ts";
import type { CompiledUnit } from "./unit.ts";

export interface Backend {
  /** The thunk of the unit's entry. `emitted` is its JS, if the build has written it already. */
  load(unit: CompiledUnit, emitted?: Emitted): Procedure;
}
