// The house's rules that a machine can check: who imports whom, no cycles, sizes, first lines, READMEs, the public door.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { cyclesOf, type Import, importsOf, readSource, roomOf, root, sourceFiles } from "./import-graph.ts";
import { homes, loadedOnFirstUse, longFiles, nodeOnly, rooms } from "./rooms.ts";

const files = sourceFiles();
const imports = files.flatMap(importsOf);
const inside = imports.filter((edge) => !edge.isPackage);
const show = (edge: Import) => `${edge.from}:${edge.line} imports ${edge.typeOnly ? "types of " : ""}${edge.to}`;
const packageOf = (name: string) => name.split("/", name.startsWith("@") ? 2 : 1).join("/");

describe("imports", () => {
  test("the scanner sees all kinds", () => {
    const own = importsOf("host/node.ts").map(({ to, typeOnly }) => `${to}${typeOnly ? " (type)" : ""}`);
    expect(own).toContain("node:fs");
    expect(own).toContain("host/deny.ts");
    expect(importsOf("host/clock.ts")).toMatchObject([{ to: "host/host.ts", typeOnly: true, lazy: false, line: 2 }]);
    expect(cyclesOf([edge("a", "b"), edge("b", "c"), edge("c", "b")])).toEqual([["b", "c", "b"]]);
  });

  test("every folder of src is a room of the table", () => {
    expect(files.map(roomOf).filter((name) => rooms[name] === undefined)).toEqual([]);
  });

  test("rooms import what the table allows", () => {
    const forbidden = inside.filter(({ from, to, typeOnly }) => {
      const [own, other] = [roomOf(from), roomOf(to)];
      if (own === other || rooms[own]?.imports.includes(other)) return false;
      return !(typeOnly && rooms[own]?.types.includes(other));
    });
    expect(forbidden.map(show)).toEqual([]);
  });

  test("the table itself points downwards only", () => {
    for (const [name, room] of Object.entries(rooms)) {
      for (const other of [...room.imports, ...room.types]) {
        const isDoor = name === "cli" && other === "index.ts";
        expect(isDoor || (rooms[other]?.level ?? 99) < room.level, `${name} → ${other}`).toBe(true);
      }
    }
  });

  test("every import leads to a file", () => {
    const known = new Set(files);
    expect(inside.filter(({ to }) => !known.has(to) && !existsSync(join(root, "src", to))).map(show)).toEqual([]);
  });

  test("there are no cycles", () => {
    expect(cyclesOf(inside.filter(({ typeOnly }) => !typeOnly)).map((cycle) => cycle.join(" → "))).toEqual([]);
  });

  test("rooms are free of cycles by types too", () => {
    const between = inside.filter(({ from, to }) => roomOf(from) !== roomOf(to));
    const byRoom = between.map((one) => ({ ...one, from: roomOf(one.from), to: roomOf(one.to) }));
    expect(cyclesOf(byRoom).map((cycle) => cycle.join(" → "))).toEqual([]);
  });

  test("the command line sees of the host only Node's", () => {
    const allowed = /^host\/(node|host|text)\.ts$/;
    const host = inside.filter(({ from, to }) => roomOf(from) === "cli" && roomOf(to) === "host");
    expect(host.filter(({ to }) => !allowed.test(to)).map(show)).toEqual([]);
  });

  test("packages stay in their rooms", () => {
    const strays = imports.filter(({ from, to, isPackage }) => isPackage && homes[packageOf(to)]?.test(from) === false);
    expect(strays.map(show)).toEqual([]);
  });

  test("every package is declared", () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    );
    const known = { ...dependencies, ...devDependencies };
    const bare = imports.filter(
      ({ to, isPackage, lazy }) =>
        isPackage &&
        !/^(?:node|virtual):/.test(to) &&
        !(packageOf(to) in (lazy ? { ...known, ...optionalDependencies } : known)),
    );
    expect(bare.map(show)).toEqual([]);
  });

  test("what must run in browsers does not import Node's modules", () => {
    const portable = (file: string) => rooms[roomOf(file)]?.portable && !nodeOnly.some((pattern) => pattern.test(file));
    const bad = imports.filter(
      ({ from, to, typeOnly, lazy }) => to.startsWith("node:") && !typeOnly && !lazy && portable(from),
    );
    expect(bad.map(show)).toEqual([]);
  });

  test("heavy packages are not loaded at start", () => {
    for (const entry of ["index.ts", "cli/main.ts"].filter((file) => files.includes(file))) {
      const eager = reachable(entry);
      const heavy = imports.filter(
        ({ from, to, isPackage, typeOnly, lazy }) =>
          isPackage && !typeOnly && !lazy && eager.has(from) && loadedOnFirstUse.includes(packageOf(to)),
      );
      expect(heavy.map(show), `reachable from ${entry} without import()`).toEqual([]);
    }
  });
});

describe("files", () => {
  const lengths = files.map((file) => ({ file, lines: readSource(file).split("\n").length - 1 }));
  const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
  const share = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] as number;

  test("are small: median 120 lines, nine of ten under 350", () => {
    expect(share(0.5)).toBeLessThanOrEqual(120);
    expect(share(0.9)).toBeLessThan(350);
  });

  test("over 500 lines need a written reason, which is dropped when they shrink", () => {
    expect(lengths.filter(({ lines }) => lines > 500).map(({ file }) => file)).toEqual(Object.keys(longFiles));
  });

  test("begin with a sentence on what they are for", () => {
    const bad = files.filter((file) => !/^\/\/ \S.{14,}[.…]$/.test(readSource(file).split("\n", 1)[0] as string));
    expect(bad).toEqual([]);
  });

  test("import one another by file name, and export no default", () => {
    expect(inside.filter(({ to }) => !/\.(ts|py|json)$/.test(to)).map(show)).toEqual([]);
    expect(files.filter((file) => !file.endsWith(".d.ts") && /^export default /m.test(readSource(file)))).toEqual([]);
  });
});

describe("doors", () => {
  test("every room has a README of about fifteen lines", () => {
    const folders = readdirSync(join(root, "src"), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const bad = folders.flatMap(({ name }) => {
      const file = join(root, "src", name, "README.md");
      if (!existsSync(file)) return [`${name}: no README.md`];
      const lines = readFileSync(file, "utf8").split("\n").length;
      return lines < 6 || lines > 80 ? [`${name}: README.md has ${lines} lines`] : [];
    });
    expect(bad).toEqual([]);
  });

  test("the public one names at most 25 things, each by its name", () => {
    const index = readSource("index.ts");
    expect(index).not.toMatch(/export \*/);
    const names = [...index.matchAll(/export (type )?\{([^}]*)\}/g)]
      .filter(([, isType]) => isType === undefined)
      .flatMap(([, , list]) => (list as string).split(","))
      .map((name) => name.trim())
      .filter((name) => name !== "" && !name.startsWith("type "));
    expect(names.length).toBeGreaterThan(0);
    expect(names.length).toBeLessThanOrEqual(25);
  });

  test("the top level holds what the house allows, and nothing generated is committed", () => {
    const ignored = /^(\.git|node_modules|dist|coverage|\.cache|\.skein|.*\.tgz)$/;
    const allowed = new Set([
      ...["src", "lib", "examples", "test", ".ci", ".gitignore", ".npmrc", "LICENSE", "README.md", "CHANGELOG.md"],
      ...["package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json", "biome.json"],
      ...["rolldown.config.mjs", "vitest.config.ts"],
    ]);
    expect(readdirSync(root).filter((name) => !ignored.test(name) && !allowed.has(name))).toEqual([]);
  });
});

function edge(from: string, to: string): Import {
  return { from, to, isPackage: false, typeOnly: false, lazy: false, line: 1 };
}

/** The files that are loaded with `entry`. */
function reachable(entry: string): Set<string> {
  const seen = new Set([entry]);
  for (const file of seen) {
    for (const { from, to, typeOnly, lazy } of inside) if (from === file && !typeOnly && !lazy) seen.add(to);
  }
  return seen;
}
