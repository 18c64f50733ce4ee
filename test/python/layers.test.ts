// Each wall holds alone: an attack that succeeds with all walls down fails with that one up.
import fs from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPython, type Layers } from "../../src/python/node.ts";
import { bundleChild } from "./bundle.ts";
import { type Canary, setCanary } from "./hostile.ts";
import { HANG } from "./open.ts";
import { PLAIN } from "./plain.ts";

const DOWN: Layers = {
  imports: false,
  globals: false,
  blocker: false,
  permission: false,
  codeGeneration: false,
  environment: false,
};

let canary: Canary;
beforeAll(async () => {
  await bundleChild();
  canary = await setCanary();
});
afterAll(() => canary.close());

/** What the attack got hold of; undefined when it failed. */
async function attack(code: string, layers: Partial<Layers>): Promise<unknown> {
  const python = createPython({ layers: { ...DOWN, ...layers } });
  const setting = `folder = ${JSON.stringify(path.dirname(canary.file))}; variable = "${canary.variable}"; port = ${canary.port}\n`;
  try {
    return (await python.evaluate(setting + code, "py-eval", PLAIN)).value;
  } catch {
    return undefined;
  } finally {
    await python.close();
  }
}

const MOUNT = "import pyodide_js\npyodide_js.mountNodeFS('/mnt', folder)\n";
const javascript = (text: string): string => `import pyodide_js\nstr(pyodide_js.runPython.constructor(${text})())`;

const READ = `${MOUNT}open('/mnt/canary').read()`;
const SHELL = "import os, importlib\nos.system('cp ' + folder + '/canary ' + folder + '/copy')";
const CODE = javascript("'return 6 * 7'");
const GLOBALS = javascript("'return typeof process + typeof fetch'");
const VARIABLE = javascript("'return process.env.' + variable");

/** Whether the shell ran. */
function copied(): boolean {
  const copy = path.join(path.dirname(canary.file), "copy");
  const there = fs.existsSync(copy);
  fs.rmSync(copy, { force: true });
  return there;
}

describe("with every wall down the attacks succeed", { timeout: HANG }, () => {
  test("so these tests can fail", async () => {
    expect(await attack(READ, {})).toBe(canary.secret);
    await attack(SHELL, {});
    expect(copied()).toBe(true);
    expect(await attack(CODE, {})).toBe("42");
    expect(await attack(GLOBALS, {})).toBe("objectfunction");
    expect(await attack(VARIABLE, {})).toBe(canary.secret);
  });
});

describe("each wall alone", { timeout: HANG }, () => {
  test("the import filter: no files, no shell, no JavaScript", async () => {
    const alone = { imports: true };
    expect(await attack(READ, alone)).toBeUndefined();
    await attack(SHELL, alone);
    expect(copied()).toBe(false);
    expect(await attack(CODE, alone)).toBeUndefined();
    expect(await attack(VARIABLE, alone)).toBeUndefined();
  });

  test("the permission model: no files, no shell", async () => {
    expect(await attack(READ, { permission: true })).toBeUndefined();
    await attack(SHELL, { permission: true });
    expect(copied()).toBe(false);
  });

  test("no code from strings", async () => {
    expect(await attack(CODE, { codeGeneration: true })).toBeUndefined();
  });

  test("nothing of Node among the globals", async () => {
    expect(await attack(GLOBALS, { globals: true })).toBe("undefinedundefined");
    expect(await attack(VARIABLE, { globals: true })).toBeUndefined();
  });

  test("an empty environment", async () => {
    expect(await attack(VARIABLE, { environment: true })).not.toBe(canary.secret);
  });

  test("no modules of Pyodide", async () => {
    expect(await attack(CODE, { blocker: true })).toBeUndefined();
    expect(await attack("import importlib; str(importlib.import_module('js'))", { blocker: true })).toBeUndefined();
  });
});
