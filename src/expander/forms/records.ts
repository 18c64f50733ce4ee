// Record types: R7RS's define-record-type.

import type { Core } from "../../core/ast.ts";
import { call, constant } from "../../core/build.ts";
import { listFrom } from "../../values/pair.ts";
import { intern } from "../../values/symbol.ts";
import { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import type { Span, Value } from "../../values/types.ts";
import type { StructBinding } from "../bindings.ts";
import type { Definitions, Slot } from "../definitions.ts";
import { showForm, variableReference } from "../expand.ts";
import { expectIdentifier, partsOf } from "../form-parts.ts";
import type { RuntimeName } from "../runtime-names.ts";
import type { VariableBinding } from "../struct-shape.ts";
import { type Identifier, isIdentifier, itemsOf, scopesOf } from "../syntax-view.ts";
import { alone } from "./define.ts";
import { type Forms, form } from "./form.ts";

const USAGE = "(define-record-type name (constructor field …) predicate (field accessor [modifier]) …)";

interface Field {
  readonly name: Identifier;
  readonly accessor: Identifier | undefined;
  readonly modifier: Identifier | undefined;
}

function defineRecordType(stx: Syntax, into: Definitions): void {
  const [, nameSpec, constructorSpec, predicateSpec, ...fieldSpecs] = partsOf(stx, USAGE, 2);
  const name = expectIdentifier(itemsOf(nameSpec)?.[0] ?? nameSpec, "define-record-type", "a name");
  const fields = fieldSpecs.map(parseField);
  checkFieldNames(fields);
  const maker = parseConstructor(constructorSpec, name, fields);
  const predicateId = parsePredicate(predicateSpec, name);

  const optional = (id: Identifier | undefined): Slot | undefined => (id === undefined ? undefined : into.declare(id));
  const predicate = optional(predicateId);
  const accessors = fields.map((field) => optional(field.accessor));
  const modifiers = fields.map((field) => optional(field.modifier));
  const takesAll = maker?.indexes.length === fields.length && maker.indexes.every((index, i) => index === i);
  const asStruct = (value: VariableBinding, type: VariableBinding, constructor_?: VariableBinding): StructBinding => ({
    kind: "struct",
    name: name.datum.name,
    value,
    shape: {
      name: name.datum.name,
      type,
      constructor_: takesAll ? constructor_ : undefined,
      predicate: predicate?.binding,
      fields: fields.map((field, i) => ({ name: field.name.datum.name, accessor: accessors[i]?.binding })),
    },
  });
  // As in `(define-record-type point (point x y) point? …)`: the name is the constructor's, and the type's is made up.
  const shared = maker?.id.datum === name.datum;
  let type: Slot;
  let constructor_: Slot | undefined;
  if (shared) {
    type = into.declare(derived(name, (base) => `struct:${base}`));
    constructor_ = into.declare(name, (value) => asStruct(value, type.binding, value));
  } else {
    constructor_ = optional(maker?.id);
    type = into.declare(name, (value) => asStruct(value, value, constructor_?.binding));
  }

  const record = new RecordBuilder(into, type.binding, stx.span);
  const own = fields.map((field) => field.name.datum.name);
  into.initialise(type, () => record.type(name.datum.name, own, undefined, false), stx.span);
  if (constructor_ !== undefined) record.constructor_(constructor_, maker?.indexes ?? []);
  if (predicate !== undefined) record.predicate(predicate);
  fields.forEach((field, i) => {
    const accessor = accessors[i];
    const modifier = modifiers[i];
    if (accessor !== undefined) record.accessor(accessor, i, field.name.datum.name);
    if (modifier !== undefined) record.modifier(modifier, i, field.name.datum.name);
  });
}

/** The values of a record type's procedures. */
export class RecordBuilder {
  readonly #into: Definitions;
  readonly #type: VariableBinding;
  readonly #span: Span | undefined;

  constructor(into: Definitions, type: VariableBinding, span: Span | undefined) {
    this.#into = into;
    this.#type = type;
    this.#span = span;
  }

  type(name: string, fields: readonly string[], parent: VariableBinding | undefined, transparent: boolean): Core {
    const names = constant(listFrom(fields.map(intern)));
    const parentCore = parent === undefined ? constant(false) : variableReference(parent, this.#span, this.#into.ctx);
    return this.#call("%make-record-type", [constant(intern(name)), names, parentCore, constant(transparent)]);
  }

  constructor_(slot: Slot, indexes: readonly number[]): void {
    this.#define(slot, "%record-constructor", [listFrom(indexes)]);
  }
  predicate(slot: Slot): void {
    this.#define(slot, "%record-predicate", []);
  }
  accessor(slot: Slot, index: number, field: string): void {
    this.#define(slot, "%record-accessor", [index, intern(field)]);
  }
  modifier(slot: Slot, index: number, field: string): void {
    this.#define(slot, "%record-modifier", [index, intern(field)]);
  }

  #define(slot: Slot, helper: RuntimeName, constants: Value[]): void {
    const make = (): Core => {
      const type = variableReference(this.#type, this.#span, this.#into.ctx);
      return this.#call(helper, [type, ...[...constants, slot.id.datum].map(constant)]);
    };
    this.#into.initialise(slot, make, this.#span);
  }

  #call(helper: RuntimeName, args: Core[]): Core {
    return call(this.#into.ctx.expansion.runtime(helper, this.#span), args, this.#span);
  }
}

function parseField(stx: Syntax): Field {
  if (isIdentifier(stx)) return { name: stx, accessor: undefined, modifier: undefined };
  const items = itemsOf(stx);
  if (items === undefined || items.length === 0 || items.length > 3) {
    throw new SyntaxFailure(`define-record-type: expected (field accessor [modifier]), got ${showForm(stx)}`, stx.span);
  }
  const [name, accessor, modifier] = items.map((item) => expectIdentifier(item, "define-record-type", "a name"));
  return { name, accessor, modifier };
}

function checkFieldNames(fields: readonly Field[]): void {
  const seen = new Set<string>();
  for (const { name } of fields) {
    if (seen.has(name.datum.name)) {
      throw new SyntaxFailure(`define-record-type: the field ${name.datum.name} occurs twice`, name.span);
    }
    seen.add(name.datum.name);
  }
}

/** `(make field …)`, `make` (takes all fields), `#t` (so named) or `#f` (none). */
function parseConstructor(stx: Syntax, type: Identifier, fields: readonly Field[]) {
  const all = fields.map((_, i) => i);
  if (stx.datum === false) return undefined;
  if (stx.datum === true) return { id: derived(type, (name) => `make-${name}`), indexes: all };
  if (isIdentifier(stx)) return { id: stx, indexes: all };
  const items = itemsOf(stx);
  if (items === undefined || items.length === 0) {
    throw new SyntaxFailure(
      `define-record-type: expected (constructor field …), got ${showForm(stx)}`,
      stx.span,
      `it is written ${USAGE}`,
    );
  }
  const [id, ...names] = items.map((item) => expectIdentifier(item, "define-record-type", "a name"));
  const indexes = names.map((name) => {
    const index = fields.findIndex((field) => field.name.datum === name.datum);
    if (index >= 0) return index;
    const known = fields.map((field) => field.name.datum.name).join(", ");
    throw new SyntaxFailure(`define-record-type: ${name.datum.name} is no field`, name.span, `the fields are ${known}`);
  });
  if (new Set(indexes).size < indexes.length) {
    throw new SyntaxFailure("define-record-type: the constructor names a field twice", stx.span);
  }
  return { id, indexes };
}

function parsePredicate(stx: Syntax | undefined, type: Identifier): Identifier | undefined {
  if (stx === undefined || stx.datum === false) return undefined;
  if (stx.datum === true) return derived(type, (name) => `${name}?`);
  return expectIdentifier(stx, "define-record-type", "the predicate's name");
}

/** An identifier made from another's name, as visible as that. */
export const derived = (id: Identifier, name: (base: string) => string): Identifier =>
  new Syntax(intern(name(id.datum.name.replace(/^<(.+)>$/, "$1"))), id.span, scopesOf(id)) as Identifier;

export const RECORDS: Forms = [form("define-record-type", alone, { define: defineRecordType })];
