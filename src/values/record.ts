// Records: what `define-record-type` and `struct` make.
import type { Value } from "./types.ts";

export class RecordType {
  readonly name: string;
  /** All field names, the parent's first. */
  readonly fields: readonly string[];
  readonly parent: RecordType | undefined;
  /** Printed with their fields and compared by them (Racket's #:transparent). */
  readonly transparent: boolean;
  constructor(name: string, ownFields: readonly string[], parent?: RecordType, transparent = false) {
    this.name = name;
    this.fields = parent ? [...parent.fields, ...ownFields] : ownFields;
    this.parent = parent;
    this.transparent = transparent;
  }
  /** Whether this type is `other` or descends from it. */
  isA(other: RecordType): boolean {
    for (let type: RecordType | undefined = this; type; type = type.parent) if (type === other) return true;
    return false;
  }
}

export class Record {
  readonly type: RecordType;
  readonly values: Value[];
  constructor(type: RecordType, values: Value[]) {
    this.type = type;
    this.values = values;
  }
}
