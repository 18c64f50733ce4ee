// A script's Python: the bridge of the python room with Scheme values on this side of it.
import { PythonError } from "../python/failure.ts";
import type { NameSource } from "../python/names.ts";
import type { CallOptions, Mode, Outcome, Python } from "../python/python.ts";
import type { Write } from "../python/writer.ts";
import { ErrorObject, Raised } from "../values/error.ts";
import { MString, str } from "../values/string.ts";
import type { Value } from "../values/types.ts";
import { PythonObject } from "./convert/python-object.ts";
import { schemeShape } from "./convert/shape.ts";
import { type Border, walk } from "./convert/walk.ts";
import { identifierOf, nameSource, type Variables } from "./python-names.ts";

/**
 * What `py-exec` gives when code printed and had no value. The engine shows it when the value of a top-level form is
 * thrown away: nothing printed is lost.
 */
export class PrintedText extends MString {}

export interface ScriptPythonOptions {
  /** Makes the bridge, at the first use. */
  readonly open: (names: NameSource) => Python;
  readonly variables: Variables;
  readonly output: (text: string) => void;
}

/** One engine's Python. Every method rejects with `Raised`. */
export class ScriptPython {
  readonly #options: ScriptPythonOptions;
  readonly #border: Border = { name: "Python", bridge: this };
  readonly #garbage = new FinalizationRegistry<number>((number) => this.#bridge?.release(number));
  readonly #shape = schemeShape((number, description) => {
    const object = new PythonObject(number, description, this);
    this.#garbage.register(object, number);
    return object;
  });
  #bridge: Python | undefined;

  constructor(options: ScriptPythonOptions) {
    this.#options = options;
  }

  /** The last expression's value; `None` is `#f`. */
  async evaluate(code: string, options?: CallOptions): Promise<Value> {
    return this.#valueOf(await this.#run(code, "py-eval", options));
  }

  /** The last expression's value, or else what was printed. */
  async execute(code: string, options?: CallOptions): Promise<Value> {
    const outcome = await this.#run(code, "py-exec", options);
    if (!outcome.none) return this.#valueOf(outcome);
    if (outcome.errorText !== "") this.#options.output(outcome.errorText);
    return new PrintedText(outcome.text.replace(/\n$/, ""));
  }

  async set(name: string, value: Value, options?: CallOptions): Promise<void> {
    await this.#guard(() => this.#open().set(identifierOf(name), this.#writer(value), options));
  }

  /** `f` is a name, or an object, which the name of a method may follow. */
  async call(f: Value, args: readonly Value[], options?: CallOptions): Promise<Value> {
    const target = f instanceof PythonObject ? f : str(pathOf(String(f)));
    const values = [target, ...args].map((value) => this.#writer(value));
    return this.#valueOf(await this.#guard(() => this.#open().call(values, this.#shape, options)));
  }

  async import(name: string, options?: CallOptions): Promise<Value> {
    return this.#valueOf(await this.#guard(() => this.#open().import(name, this.#shape, options)));
  }

  async close(): Promise<void> {
    await this.#bridge?.close();
  }

  #open(): Python {
    this.#bridge ??= this.#options.open(nameSource(this.#options.variables, this.#border));
    return this.#bridge;
  }

  #writer(value: Value): Write {
    return (writer) => walk(value, writer, this.#border);
  }

  #run(code: string, mode: Mode, options?: CallOptions): Promise<Outcome<Value>> {
    return this.#guard(() => this.#open().evaluate(code, mode, this.#shape, options));
  }

  #valueOf({ value, none, text, errorText }: Outcome<Value>): Value {
    const printed = text + errorText;
    if (printed !== "") this.#options.output(printed);
    return none ? false : value;
  }

  async #guard<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      const printed = error.printed.text + error.printed.errorText;
      if (printed !== "") this.#options.output(printed);
      throw new Raised(errorObjectOf(error));
    }
  }
}

/** `my-module.sqrt` as Python spells it. */
const pathOf = (name: string): string =>
  /^[^\s()[\]:,=]+$/.test(name) ? name.split(".").map(identifierOf).join(".") : name;

const CODES = {
  exception: "python",
  deadline: "python-deadline",
  interrupted: "python-interrupted",
  stopped: "python-stopped",
  closed: "python-closed",
} as const;

function errorObjectOf(error: PythonError): ErrorObject {
  const { type, traceback, line, hint, restarted } = error.facts;
  const object = new ErrorObject(CODES[error.code], error.message, [], hint);
  const details: { [name: string]: Value } = {};
  if (type !== undefined) details.type = str(type);
  if (traceback !== undefined) details.traceback = str(traceback);
  if (line !== undefined) details.line = line;
  if (restarted) details.restarted = true;
  object.details = details;
  return object;
}
