// One fiber: the registers of a suspended computation, its family, and what it holds open.

import type { Handler, ParameterBinding, Winder } from "../machine/dynamic.ts";
import type { Frame } from "../machine/frame.ts";
import type { Action, Registers } from "../machine/machine.ts";
import { Handle } from "./handle.ts";
import type { Place } from "./queue.ts";

export class Fiber implements Registers {
  k: Frame | undefined = undefined;
  winders: Winder | undefined = undefined;
  handlers: Handler | undefined = undefined;
  parameters: ParameterBinding | undefined;
  pending: Action | undefined;
  /** Who started it. */
  readonly parent: Fiber | undefined;
  /** Who takes it along when cancelled: its parent, or the run's first fiber. */
  readonly owner: Fiber | undefined;
  /** Settled when the fiber ends, or at once when it is cancelled. */
  readonly handle: Handle;
  readonly children = new Set<Fiber>();
  /** Calls that it opened and that are open still: hung up when it is cancelled or fails. */
  readonly open = new Set<Handle>();
  /** Told to end: waits raise from now on. */
  cancelled = false;
  /** On its way out of its winders, after a cancellation. */
  leaving = false;
  /** Nothing of it will run again. */
  over = false;
  /** Takes back what it waits for; set while it waits. */
  stopWaiting: (() => void) | undefined = undefined;
  /** In the ready queue, where it must not stand twice. */
  place: Place<Fiber> | undefined = undefined;
  /** The same in every run of a script: the parent's path and the number of the child. The response store uses it. */
  readonly path: string;
  #started = 0;

  constructor(
    parent: Fiber | undefined,
    parameters: ParameterBinding | undefined,
    pending: Action,
    cancel: (fiber: Fiber) => void,
    owner = parent,
  ) {
    this.parent = parent;
    this.owner = owner;
    this.parameters = parameters;
    this.pending = pending;
    this.path = parent === undefined ? "0" : `${parent.path}.${parent.#started++}`;
    this.handle = new Handle("fiber", () => cancel(this));
    owner?.children.add(this);
  }

  isDescendantOf(other: Fiber): boolean {
    for (let fiber = this.parent; fiber !== undefined; fiber = fiber.parent) if (fiber === other) return true;
    return false;
  }
}
