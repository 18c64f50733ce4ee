// What is known of a record type while code that uses it is expanded.
import type { GlobalBinding, LocalBinding } from "./bindings.ts";

export type VariableBinding = LocalBinding | GlobalBinding;

export interface StructShape {
  readonly name: string;
  /** The descriptor, for children. */
  readonly type: VariableBinding;
  /** Takes all fields in order; undefined when a record type's constructor takes others. */
  readonly constructor_: VariableBinding | undefined;
  readonly predicate: VariableBinding | undefined;
  /** The parent's first. An accessor is undefined where a definition names none. */
  readonly fields: readonly { readonly name: string; readonly accessor: VariableBinding | undefined }[];
}
