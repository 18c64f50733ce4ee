// Records (R7RS 5.5): the procedures that define-record-type and struct expand to.
import { arityError } from "../machine/arity.ts";
import { fail, wrongArgument } from "../values/error.ts";
import { arrayFrom, listFrom } from "../values/pair.ts";
import { printShort } from "../values/printer.ts";
import { Record, RecordType } from "../values/record.ts";
import { intern, Sym } from "../values/symbol.ts";
import { type Procedure, type ProcedureInfo, UNSPECIFIED, type Value } from "../values/types.ts";
import { checkIndex } from "./checks.ts";
import type { Section } from "./row.ts";

const plainName = (type: RecordType): string => type.name.replace(/^<(.+)>$/, "$1");

const article = (noun: string): string => (/^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`);

function withInfo(f: Procedure, name: string, count: number): Procedure {
  f.info = { name, min: count, max: count, kind: "record", leaf: true };
  return f;
}

const wrongArity = (f: Procedure, args: (Value | undefined)[]): never => {
  const count = args.indexOf(undefined);
  const extra = args[args.length - 1] !== undefined;
  return arityError(f.info as ProcedureInfo, extra ? "more" : count);
};

const isA = (x: Value, type: RecordType): x is Record => x instanceof Record && (x.type === type || x.type.isA(type));

function makeConstructor(type: RecordType, indexes: number[], name: string): Procedure {
  const count = indexes.length;
  const inOrder = count === type.fields.length && indexes.every((at, i) => at === i);
  // The common shapes make their array at once; the other ones fill it in.
  if (inOrder && count === 1) {
    const f: Procedure = (a: Value, x?: Value) =>
      a === undefined || x !== undefined ? wrongArity(f, [a, x]) : new Record(type, [a]);
    return withInfo(f, name, count);
  }
  if (inOrder && count === 2) {
    const f: Procedure = (a: Value, b: Value, x?: Value) =>
      b === undefined || x !== undefined ? wrongArity(f, [a, b, x]) : new Record(type, [a, b]);
    return withInfo(f, name, count);
  }
  if (inOrder && count === 3) {
    const f: Procedure = (a: Value, b: Value, c: Value, x?: Value) =>
      c === undefined || x !== undefined ? wrongArity(f, [a, b, c, x]) : new Record(type, [a, b, c]);
    return withInfo(f, name, count);
  }
  const f: Procedure = (...args: Value[]) => {
    if (args.length !== count) arityError(f.info as ProcedureInfo, args.length);
    const values: Value[] = type.fields.map(() => false);
    indexes.forEach((at, i) => {
      values[at] = args[i];
    });
    return new Record(type, values);
  };
  return withInfo(f, name, count);
}

function makeAccessor(type: RecordType, index: number, name: string): Procedure {
  const bad = (x: Value): never =>
    fail("wrong-type", `${name}: expected ${article(plainName(type))} as argument 1, got ${printShort(x)}`);
  const f: Procedure = (r: Value, x?: Value) => {
    if (r === undefined || x !== undefined) return wrongArity(f, [r, x]);
    return r instanceof Record && (r.type === type || r.type.isA(type)) ? r.values[index] : bad(r);
  };
  return withInfo(f, name, 1);
}

function makeModifier(type: RecordType, index: number, name: string): Procedure {
  const bad = (x: Value): never =>
    fail("wrong-type", `${name}: expected ${article(plainName(type))} as argument 1, got ${printShort(x)}`);
  const f: Procedure = (r: Value, value: Value, x?: Value) => {
    if (value === undefined || x !== undefined) return wrongArity(f, [r, value, x]);
    if (!isA(r, type)) return bad(r);
    r.values[index] = value;
    return UNSPECIFIED;
  };
  return withInfo(f, name, 2);
}

const typeArgument = (x: Value): RecordType => (x instanceof RecordType ? x : wrongArgument(1, "a record type", x));

const nameOr = (name: Sym | undefined, otherwise: string): string => name?.name ?? otherwise;

export const records: Section = () => [
  {
    signature: "(%make-record-type name:symbol fields:list parent transparent?)",
    doc: "A record type with its own field names, and a parent or #f.",
    example: "(procedure? %make-record-type) => #t",
    run(name: Sym, fields: Value, parent: Value, transparent: Value) {
      if (parent !== false && !(parent instanceof RecordType)) wrongArgument(3, "a record type or #f", parent);
      const names = (arrayFrom(fields) ?? []).map((f) =>
        f instanceof Sym ? f.name : wrongArgument(2, "a list of symbols", fields),
      );
      return new RecordType(name.name, names, parent === false ? undefined : parent, transparent !== false);
    },
  },
  {
    signature: "(%record-constructor type indexes:list [name:symbol])",
    doc: "A procedure that makes a record; its arguments go to the fields of these indexes.",
    example: "(let ((t (%make-record-type 'p '(x y) #f #t))) ((%record-constructor t '(0 1)) 1 2)) => #(struct:p 1 2)",
    run(type: Value, indexes: Value, name?: Sym) {
      const t = typeArgument(type);
      const at = (arrayFrom(indexes) ?? []) as number[];
      for (const i of at) checkIndex(i, t.fields.length, 2);
      return makeConstructor(t, at, nameOr(name, `make-${plainName(t)}`));
    },
  },
  {
    signature: "(%record-predicate type [name:symbol])",
    doc: "A procedure that tells whether its argument is a record of the type or of a descendant.",
    example: "(let ((t (%make-record-type 'p '() #f #f))) ((%record-predicate t) 5)) => #f",
    run(type: Value, name?: Sym) {
      const t = typeArgument(type);
      const f: Procedure = (r: Value, x?: Value) =>
        r === undefined || x !== undefined ? wrongArity(f, [r, x]) : isA(r, t);
      return withInfo(f, nameOr(name, `${plainName(t)}?`), 1);
    },
  },
  {
    signature: "(%record-accessor type index:index field:symbol [name:symbol])",
    doc: "A procedure that gives a field of a record.",
    example:
      "(let ((t (%make-record-type 'p '(x) #f #f))) ((%record-accessor t 0 'x) ((%record-constructor t '(0)) 7))) => 7",
    run(type: Value, index: number, field: Sym, name?: Sym) {
      const t = typeArgument(type);
      checkIndex(index, t.fields.length, 2);
      return makeAccessor(t, index, nameOr(name, `${plainName(t)}-${field.name}`));
    },
  },
  {
    signature: "(%record-modifier type index:index field:symbol [name:symbol])",
    doc: "A procedure that stores a value in a field of a record.",
    example: "(procedure? %record-modifier) => #t",
    run(type: Value, index: number, field: Sym, name?: Sym) {
      const t = typeArgument(type);
      checkIndex(index, t.fields.length, 2);
      return makeModifier(t, index, nameOr(name, `set-${plainName(t)}-${field.name}!`));
    },
  },
  {
    signature: "(record? x)",
    doc: "Whether x is a record.",
    example: "(record? '(1)) => #f",
    run: (x: Value) => x instanceof Record,
  },
  {
    signature: "(struct->list x)",
    doc: "The fields of a record, as a list.",
    example:
      "(let ((t (%make-record-type 'p '(x y) #f #t))) (struct->list ((%record-constructor t '(0 1)) 1 2))) => (1 2)",
    run: (x: Value) => (x instanceof Record ? listFrom(x.values) : wrongArgument(1, "a record", x)),
  },
  {
    signature: "(struct->vector x)",
    doc: "The name of a record's type and its fields, as a vector.",
    example:
      "(let ((t (%make-record-type 'p '(x y) #f #t))) (struct->vector ((%record-constructor t '(0 1)) 1 2))) => #(struct:p 1 2)",
    run: (x: Value) =>
      x instanceof Record ? [intern(`struct:${plainName(x.type)}`), ...x.values] : wrongArgument(1, "a record", x),
  },
];
