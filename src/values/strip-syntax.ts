// From syntax to data: what `quote`, `syntax->datum` and `read` give a script.
import { Pair } from "./pair.ts";
import { Syntax } from "./syntax.ts";
import { NIL, type Value } from "./types.ts";

/** The datum without syntax objects, copied. Iterative; what is shared or circular through datum labels stays so. */
export function syntaxToDatum(value: Value): Value {
  const copies = new Map<object, Value>();
  /** Originals whose copies are still empty. */
  const todo: (Pair | Value[])[] = [];
  const copyOf = (x: Value): Value => {
    while (x instanceof Syntax) x = x.datum;
    if (!(x instanceof Pair || Array.isArray(x))) return x;
    let copy = copies.get(x);
    if (copy === undefined) {
      copy = x instanceof Pair ? new Pair(NIL, NIL) : [];
      copies.set(x, copy);
      todo.push(x);
    }
    return copy;
  };
  const result = copyOf(value);
  for (let x = todo.pop(); x !== undefined; x = todo.pop()) {
    const copy = copies.get(x);
    if (x instanceof Pair) {
      (copy as Pair).car = copyOf(x.car);
      (copy as Pair).cdr = copyOf(x.cdr);
    } else {
      for (const item of x) (copy as Value[]).push(copyOf(item));
    }
  }
  return result;
}
