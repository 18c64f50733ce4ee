// The builtins without an engine: enough to compile against, and to be asked for their documentation.
import type { Services } from "../builtins/services.ts";
import { Scheduler } from "../fibers/scheduler.ts";
import { denyHost } from "../host/deny.ts";
import { Machine } from "../machine/machine.ts";
import { Library } from "./library.ts";

/** Builtins whose procedures are never called: what they would need from an engine is not there. */
export function bareLibrary(): Library {
  const m = new Machine();
  const host = denyHost();
  const absent = new Proxy({}, { get: (_, name) => absentService(String(name)) });
  const services = {
    host,
    scheduler: new Scheduler(m, host.clock),
    output: () => {},
    emit: () => {},
    random: { next: () => 0 },
    language: absent,
    reader: absent,
    llm: absent,
    python: absent,
  } as unknown as Services;
  const library = new Library();
  library.installBuiltins(m, services);
  return library;
}

function absentService(name: string): () => never {
  return () => {
    throw new Error(`${name}: a builtin was called where there is no engine`);
  };
}
