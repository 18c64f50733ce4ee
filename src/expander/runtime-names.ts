// The procedures that expanded code calls: resolved to the library's own cells, whatever a script defines.

/** Procedures that exist for expanded code only, with what the expander relies on. */
export const RUNTIME_HELPERS = {
  /** Calls the thunk; a raise escapes to here and calls `clauses` in tail position. */
  "%call-with-guard": "(%call-with-guard (lambda (condition reraise) …) thunk)",
  "%parameterize": "(%parameterize (list parameter …) (list value …) thunk)",
  /** `delay-force`: a promise whose thunk gives another promise. */
  "%make-delayed": "(%make-delayed thunk)",
  /** A promise that is forced already; unlike `make-promise` it wraps a promise too, which `(delay (delay 1))` needs. */
  "%make-promise": "(%make-promise value)",
  "%make-record-type": "(%make-record-type name fields parent-or-#f transparent?)",
  "%record-constructor": "(%record-constructor type indexes name)",
  "%record-predicate": "(%record-predicate type name)",
  "%record-accessor": "(%record-accessor type index field name)",
  "%record-modifier": "(%record-modifier type index field name)",
  "%wrong-argument": "(%wrong-argument who index wanted got)",
  /**
   * Sequences of `for` whose kind is not known when it is expanded. A cursor is immutable, so loops can be re-entered; the
   * cursor of a list is the list (the expander takes `car` and `cdr` of pairs itself). Start takes a list, vector, string,
   * bytevector, exact integer n (0 … n−1), hash table (pairs of key and value), input port (lines) or generator
   * (a procedure of no arguments that ends with an eof object); anything else is an error that says so. Start and next
   * may call a generator, so their kind is "calls"; done? and item are leaves.
   */
  "%sequence-start": "(%sequence-start sequence)",
  "%sequence-next": "(%sequence-next cursor)",
  "%sequence-done?": "(%sequence-done? cursor)",
  "%sequence-item": "(%sequence-item cursor)",
  /** For `[(k v) sequence]`: the pairs of a hash table as a list; any other value is an error. */
  "%sequence-pairs": "(%sequence-pairs table)",
} as const;

/** Ordinary builtins that expanded code calls too. */
export const RUNTIME_BUILTINS = [
  ...["cons", "list", "append", "reverse", "car", "cdr", "pair?", "null?", "list?", "length", "list-tail"],
  ...["vector?", "vector-length", "vector-ref", "vector-set!", "make-vector", "vector->list", "list->vector"],
  ...["string-length", "string-ref", "list->string"],
  ...["eq?", "eqv?", "equal?", "memv", "member", "not", "procedure?", "values", "void", "apply"],
  ...["+", "-", "*", "<", ">", ">=", "=", "error", "make-parameter"],
  ...["hash", "hasheq", "hasheqv", "hash?", "hash-set", "hash-ref", "hash-has-key?", "hash-count", "hash-keys"],
  ...["hash-values", "hash->list", "current-milliseconds", "printf"],
  ...["call-with-current-continuation", "call-with-escape-continuation", "dynamic-wind", "regexp-match", "string?"],
  ...["box?", "unbox"],
] as const;

export type RuntimeName = keyof typeof RUNTIME_HELPERS | (typeof RUNTIME_BUILTINS)[number];

export const RUNTIME_NAMES: readonly RuntimeName[] = [
  ...(Object.keys(RUNTIME_HELPERS) as (keyof typeof RUNTIME_HELPERS)[]),
  ...RUNTIME_BUILTINS,
];
