// The host that grants nothing but time: the default for every engine.
import { systemClock } from "./clock.ts";
import { heapUsed } from "./heap.ts";
import { type Host, HostError, type HostFiles } from "./host.ts";

/** A host without files and environment. Its parts serve `nodeHost` for what was not granted. */
export function denyHost(): Host {
  return {
    files: deniedFiles,
    clock: systemClock,
    environment: { get: () => undefined, all: () => [], commandLine: [] },
    ...(heapUsed && { heapUsed }),
  };
}

const deniedFiles: HostFiles = {
  readText: (path) => deny("reading", path),
  readBytes: (path) => deny("reading", path),
  writeText: (path) => deny("writing", path),
  writeBytes: (path) => deny("writing", path),
  exists: (path) => deny("looking for", path),
  remove: (path) => deny("deleting", path),
};

/** Says the same whether the path exists or not: a refusal tells a script nothing about the host. */
export function deny(action: "reading" | "writing" | "looking for" | "deleting", path: string): never {
  const grant = action === "writing" || action === "deleting" ? "write" : "read";
  throw new HostError(
    "denied",
    `${action} ${JSON.stringify(path)} is not granted to this script; whoever runs it can grant it with ` +
      `--allow-${grant} PATH, or when embedding with host: nodeHost({ ${grant}: [PATH] })`,
  );
}
