// The allow-list is enough for the standard library, names only what there is, and holds nothing that was read and rejected.
import fs from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { ALLOWED, STUBS } from "../../src/python/child/imports.ts";
import { HANG, openPython } from "./open.ts";

// TypeScript has it among the DOM's types only.
declare const WebAssembly: {
  Module: { new (bytes: Uint8Array): object; imports(module: object): { name: string; kind: string }[] };
};

const py = openPython({ heapMb: 512 });

const wasm = createRequire(import.meta.url).resolve("pyodide/pyodide.asm.wasm");
const imports = new Set(
  WebAssembly.Module.imports(new WebAssembly.Module(fs.readFileSync(wasm)))
    .filter(({ kind }) => kind === "function")
    .map(({ name }) => name),
);

describe("the list", () => {
  test("names only functions that this version of Pyodide imports", () => {
    expect([...ALLOWED].filter((name) => !imports.has(name))).toEqual([]);
  });

  test("and the stubs do not overlap", () => {
    expect(Object.keys(STUBS).filter((name) => ALLOWED.has(name))).toEqual([]);
  });

  test.each([
    ["shells", /system|spawn|exec/],
    ["sockets", /socket|connect|accept|bind|listen|recv|send|addr|name.?info|lookup/],
    ["libraries", /dlopen|dlsym|ffi/],
    ["JavaScript", /[Jj]s[A-Z_v]|hiwire|pyproxy|js2python|python2js|asm_const|run_script|promise|_js_/],
    ["devices and pipes", /mknod|mount|pipe|poll|ioctl|mmap/],
    ["timers", /timer/],
  ])("has nothing of %s", (_, pattern) => {
    // What Python calls its own functions through, and what only converts a time, end in _JS and _js.
    const known = new Set([
      "_PyEM_TrampolineCall_JS",
      "_tzset_js",
      "_timegm_js",
      "_mktime_js",
      "_localtime_js",
      "_gmtime_js",
    ]);
    expect([...ALLOWED].filter((name) => pattern.test(name) && !known.has(name))).toEqual([]);
  });
});

/** Modules that need what is not here. */
const ABSENT = new Set([
  "ctypes",
  "antigravity",
  "idlelib",
  "turtledemo",
  "turtle",
  "tkinter",
  "this",
  "test",
  "lib2to3",
  "ensurepip",
  "venv",
  "pip",
]);

const TOUR = `
import sys, importlib, warnings
warnings.simplefilter("ignore")
skipped = set(skip)
imported, missing = [], []
for name in sorted(sys.stdlib_module_names):
    if name in skipped or name.startswith("_"): continue
    try:
        importlib.import_module(name)
        imported.append(name)
    except ImportError:
        missing.append(name)
[len(imported), missing]`;

const USES: [what: string, code: string, value: unknown][] = [
  [
    "sqlite on disk",
    "import sqlite3\nc = sqlite3.connect('/tmp/t.db'); c.execute('create table t(x)'); c.executemany('insert into t values (?)', [(i,) for i in range(1000)]); c.commit(); c.close()\nsqlite3.connect('/tmp/t.db').execute('select sum(x) from t').fetchone()[0]",
    499500,
  ],
  [
    "zip files",
    "import zipfile, io\nb = io.BytesIO(); z = zipfile.ZipFile(b, 'w', zipfile.ZIP_DEFLATED); z.writestr('a', 'x' * 1000); z.close()\nlen(zipfile.ZipFile(b).read('a'))",
    1000,
  ],
  [
    "temporary files",
    "import tempfile, os\nwith tempfile.TemporaryDirectory() as d:\n    p = os.path.join(d, 'f'); open(p, 'w').write('abc'); r = open(p).read()\n[r, os.path.exists(d)]",
    ["abc", false],
  ],
  [
    "times and zones",
    "import datetime, time\n[datetime.datetime(2024, 2, 29, tzinfo=datetime.timezone.utc).timestamp(), time.strftime('%Y', time.gmtime(0)), time.mktime(time.localtime(86400)) == 86400.0]",
    [{ n: 1709164800 }, "1970", true],
  ],
  ["hashes", "import hashlib\nhashlib.sha256(b'').hexdigest()[:8]", "e3b0c442"],
  ["decimals", "from decimal import Decimal\nstr(Decimal(1) / 7)[:10]", "0.14285714"],
  [
    "compression",
    "import gzip, bz2, lzma, zlib\n[len(m.decompress(m.compress(b'a' * 5000))) for m in (gzip, bz2, lzma, zlib)]",
    [5000, 5000, 5000, 5000],
  ],
  ["xml", "import xml.etree.ElementTree as e\ne.fromstring('<a><b>1</b></a>').find('b').text", "1"],
  ["pickle and copy", "import pickle, copy\ncopy.deepcopy(pickle.loads(pickle.dumps({'a': [1]})))", { a: [1] }],
  [
    "randomness",
    "import secrets, random, uuid\n[len(secrets.token_bytes(8)), 0 <= random.random() < 1, len(str(uuid.uuid4()))]",
    [8, true, 36],
  ],
  [
    "files and folders",
    "import os, shutil, pathlib\np = pathlib.Path('/tmp/d/e'); p.mkdir(parents=True); (p / 'f').write_text('x'); os.rename(p / 'f', p / 'g'); os.chmod(p / 'g', 0o600); os.utime(p / 'g', (1, 1)); os.symlink('g', p / 'l'); r = [sorted(os.listdir(p)), os.readlink(p / 'l'), os.stat(p / 'g').st_mtime]; os.chdir(p); os.chdir('/'); shutil.rmtree('/tmp/d'); r",
    [["g", "l"], "g", { n: 1 }],
  ],
  [
    "csv and statistics",
    "import csv, io, statistics\n[list(csv.reader(io.StringIO('a,b\\n1,2'))), statistics.mean([1, 2, 3])]",
    [
      [
        ["a", "b"],
        ["1", "2"],
      ],
      2,
    ],
  ],
  [
    "data classes and enums",
    "import dataclasses, enum\n@dataclasses.dataclass\nclass P: x: int\ndataclasses.asdict(P(3))",
    { x: 3 },
  ],
  [
    "logging",
    "import logging, io\ns = io.StringIO(); l = logging.getLogger('t'); l.addHandler(logging.StreamHandler(s)); l.warning('w'); s.getvalue()",
    "w\n",
  ],
  [
    "unit tests",
    "import unittest\nclass T(unittest.TestCase):\n    def test(self): self.assertEqual(1, 1)\nunittest.TextTestRunner().run(unittest.defaultTestLoader.loadTestsFromTestCase(T)).testsRun",
    1,
  ],
  ["collecting garbage", "import gc\nclass C: pass\nfor _ in range(10): a = C(); a.a = a\ngc.collect() > 0", true],
];

describe("the standard library works behind it", { timeout: 4 * HANG }, () => {
  test("every module that can be imported", async () => {
    await py.python.set("skip", (writer) => {
      writer.list(ABSENT.size);
      for (const name of ABSENT) writer.string(name);
    });
    const [count, missing] = (await py.value(TOUR)) as [number, string[]];
    expect(count).toBeGreaterThan(150);
    for (const name of ["json", "re", "sqlite3", "csv", "datetime", "hashlib", "asyncio"])
      expect(missing).not.toContain(name);
  });

  test.each(USES)("%s", async (_, code, value) => {
    expect(JSON.parse(JSON.stringify(await py.value(code)))).toEqual(value);
  });
});
