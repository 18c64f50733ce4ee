// Room for results that arrive in any order.
import type { Value } from "../values/types.ts";

/** Results by index; whoever fills it fills every index before the list is made. */
export class Results {
  readonly items: Value[] = [];
}
