// Racket's struct, define-struct and struct-copy.

import type { Core } from "../../core/ast.ts";
import { bindAll, call, local, variable } from "../../core/build.ts";
import type { Syntax } from "../../values/syntax.ts";
import { SyntaxFailure } from "../../values/syntax-failure.ts";
import type { StructBinding } from "../bindings.ts";
import type { Context } from "../context.ts";
import type { Definitions, Slot } from "../definitions.ts";
import { expand, showForm, variableReference } from "../expand.ts";
import { expectIdentifier, expectList, nameOf, partsOf } from "../form-parts.ts";
import { resolve } from "../resolve.ts";
import type { StructShape } from "../struct-shape.ts";
import { type Identifier, isIdentifier, itemsOf, keywordOf } from "../syntax-view.ts";
import { alone } from "./define.ts";
import { type Forms, form } from "./form.ts";
import { derived, RecordBuilder } from "./records.ts";

const USAGE = "(struct name [parent] (field …) #:transparent #:mutable)";

interface Field {
  readonly id: Identifier;
  readonly mutable: boolean;
  readonly auto: boolean;
}

interface Options {
  transparent: boolean;
  mutable: boolean;
  constructorName: Identifier | undefined;
  /** Besides the struct's own name, which stays a constructor too. */
  extraName: Identifier | undefined;
}

const defineStruct =
  (old: boolean) =>
  (stx: Syntax, into: Definitions): void => {
    const who = nameOf(stx);
    const [, nameSpec, ...rest] = partsOf(stx, USAGE, 2);
    // `(define-struct (child parent) …)` and `(struct child parent …)`.
    const pair = itemsOf(nameSpec);
    const name = expectIdentifier(pair?.[0] ?? nameSpec, who, "a name");
    const parentId = pair?.[1] ?? (isIdentifier(rest[0]) ? rest[0] : undefined);
    const [fieldList, ...optionList] = pair === undefined && isIdentifier(rest[0]) ? rest.slice(1) : rest;
    if (fieldList === undefined)
      throw new SyntaxFailure(`${who}: the fields are missing`, stx.span, `it is written ${USAGE}`);
    const parent = parentId === undefined ? undefined : shapeOf(parentId, who);
    const options = parseOptions(optionList, who);
    if (old) options.constructorName ??= derived(name, (base) => `make-${base}`);
    const fields = expectList(fieldList, who, "fields (field …)").map((field) => parseField(field, who));
    checkFields(fields, who);
    declareStruct(stx, name, parent, fields, options, into);
  };

function declareStruct(
  stx: Syntax,
  name: Identifier,
  parent: StructShape | undefined,
  fields: readonly Field[],
  options: Options,
  into: Definitions,
): void {
  const base = parent?.fields.length ?? 0;
  const type = into.declare(derived(name, (n) => `struct:${n}`));
  const predicate = into.declare(derived(name, (n) => `${n}?`));
  const accessors = fields.map(({ id }) => into.declare(derived(name, (n) => `${n}-${id.datum.name}`)));
  const modifiers = fields.map(({ id, mutable }) =>
    mutable || options.mutable ? into.declare(derived(name, (n) => `set-${n}-${id.datum.name}!`)) : undefined,
  );
  const own = fields.map(({ id }, i) => ({ name: id.datum.name, accessor: accessors[i].binding }));
  const complete = fields.every((field) => !field.auto) && (parent === undefined || parent.constructor_ !== undefined);
  const asStruct = (value: Slot["binding"]): StructBinding => ({
    kind: "struct",
    name: name.datum.name,
    value,
    shape: {
      name: name.datum.name,
      type: type.binding,
      constructor_: complete ? value : undefined,
      predicate: predicate.binding,
      fields: [...(parent?.fields ?? []), ...own],
    },
  });
  let maker: Slot;
  if (options.constructorName === undefined) maker = into.declare(name, asStruct);
  else {
    maker = into.declare(options.constructorName);
    into.bindSyntax(name, asStruct(maker.binding));
  }
  const extra = options.extraName === undefined ? undefined : into.declare(options.extraName);

  const record = new RecordBuilder(into, type.binding, stx.span);
  const names = fields.map(({ id }) => id.datum.name);
  into.initialise(type, () => record.type(name.datum.name, names, parent?.type, options.transparent), stx.span);
  const given = fields.flatMap((field, i) => (field.auto ? [] : [base + i]));
  const indexes = [...Array.from({ length: base }, (_, i) => i), ...given];
  record.constructor_(maker, indexes);
  if (extra !== undefined) record.constructor_(extra, indexes);
  record.predicate(predicate);
  fields.forEach(({ id }, i) => {
    record.accessor(accessors[i], base + i, id.datum.name);
    const modifier = modifiers[i];
    if (modifier !== undefined) record.modifier(modifier, base + i, id.datum.name);
  });
}

function parseField(stx: Syntax, who: string): Field {
  if (isIdentifier(stx)) return { id: stx, mutable: false, auto: false };
  const [id, ...options] = itemsOf(stx) ?? [];
  if (id === undefined) throw new SyntaxFailure(`${who}: expected a field, got ${showForm(stx)}`, stx.span);
  const field = { id: expectIdentifier(id, who, "a field's name"), mutable: false, auto: false };
  for (const option of options) {
    const keyword = keywordOf(option);
    if (keyword === "mutable") field.mutable = true;
    else if (keyword === "auto") field.auto = true;
    else throw new SyntaxFailure(`${who}: a field can be #:mutable or #:auto, not ${showForm(option)}`, option.span);
  }
  return field;
}

function checkFields(fields: readonly Field[], who: string): void {
  const seen = new Set<string>();
  for (const { id } of fields) {
    if (seen.has(id.datum.name)) throw new SyntaxFailure(`${who}: the field ${id.datum.name} occurs twice`, id.span);
    seen.add(id.datum.name);
  }
}

/** Options that change nothing here, with how many values each takes. */
const HARMLESS: ReadonlyMap<string, number> = new Map([
  ["authentic", 0],
  ["sealed", 0],
  ["omit-define-syntaxes", 0],
  ["inspector", 1],
]);

function parseOptions(stxs: readonly Syntax[], who: string): Options {
  const options: Options = { transparent: false, mutable: false, constructorName: undefined, extraName: undefined };
  for (let i = 0; i < stxs.length; i++) {
    const keyword = keywordOf(stxs[i]);
    const next = stxs[i + 1];
    if (keyword === "transparent" || keyword === "prefab") options.transparent = true;
    else if (keyword === "mutable") options.mutable = true;
    else if ((keyword === "constructor-name" || keyword === "extra-constructor-name") && next !== undefined) {
      const id = expectIdentifier(next, who, "the constructor's name");
      if (keyword === "constructor-name") options.constructorName = id;
      else options.extraName = id;
      i++;
    } else if (keyword !== undefined && HARMLESS.has(keyword)) i += HARMLESS.get(keyword) ?? 0;
    else {
      const hint = "the options are #:transparent, #:mutable, #:constructor-name name, #:extra-constructor-name name";
      throw new SyntaxFailure(`${who}: unknown option ${showForm(stxs[i])}`, stxs[i].span, hint);
    }
  }
  return options;
}

/** What is known of the struct that a name stands for. */
export function shapeOf(stx: Syntax, who: string): StructShape {
  const id = expectIdentifier(stx, who, "the name of a struct");
  const binding = resolve(id);
  if (binding?.kind === "struct") return binding.shape;
  throw new SyntaxFailure(
    `${who}: ${id.datum.name} is not the name of a struct`,
    id.span,
    "define it with struct before this",
  );
}

function expandStructCopy(stx: Syntax, ctx: Context): Core {
  const usage = "(struct-copy name value (field new-value) …)";
  const [, name, value, ...changes] = partsOf(stx, usage, 2);
  const shape = shapeOf(name, "struct-copy");
  if (shape.constructor_ === undefined) {
    throw new SyntaxFailure(`struct-copy: ${shape.name} has no constructor of all its fields`, name.span);
  }
  const given = new Map<string, Syntax>();
  for (const change of changes) {
    const items = itemsOf(change);
    if (items?.length !== 2) {
      throw new SyntaxFailure(
        `struct-copy: expected (field value), got ${showForm(change)}`,
        change.span,
        `it is written ${usage}`,
      );
    }
    const field = expectIdentifier(items[0], "struct-copy", "a field's name").datum.name;
    if (!shape.fields.some((f) => f.name === field)) {
      const known = shape.fields.map((f) => f.name).join(", ");
      throw new SyntaxFailure(
        `struct-copy: ${shape.name} has no field ${field}`,
        items[0].span,
        `its fields are ${known}`,
      );
    }
    given.set(field, items[1]);
  }
  const original = variable("original");
  const values = shape.fields.map(({ name: field, accessor }) => {
    const changed = given.get(field);
    if (changed !== undefined) return expand(changed, ctx);
    if (accessor === undefined) throw new SyntaxFailure(`struct-copy: the field ${field} has no accessor`, name.span);
    return call(variableReference(accessor, stx.span, ctx), [local(original)], stx.span);
  });
  const copy = call(variableReference(shape.constructor_, stx.span, ctx), values, stx.span);
  return bindAll([original], [expand(value, ctx)], copy);
}

export const STRUCTS: Forms = [
  form("struct", alone, { define: defineStruct(false) }),
  form("define-struct", alone, { define: defineStruct(true) }),
  form("struct-copy", expandStructCopy),
];
