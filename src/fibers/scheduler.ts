// The scheduler: runs fibers one at a time, switches only at waits, and gives the event loop back every few milliseconds.
import type { HostClock } from "../host/host.ts";
import { toRaised } from "../machine/conditions.ts";
import { raise, unwindTo } from "../machine/dynamic.ts";
import type { Frame, Result } from "../machine/frame.ts";
import type { Action, Machine } from "../machine/machine.ts";
import { ErrorObject, fail, Raised } from "../values/error.ts";
import { UNSPECIFIED, type Value } from "../values/types.ts";
import { Fiber } from "./fiber.ts";
import { Handle } from "./handle.ts";
import { type RunLimits, type StopReason, Watch } from "./limits.ts";
import { Queue } from "./queue.ts";
import { makeYield } from "./yield.ts";

export type RunEnd =
  | { type: "value"; value: Value }
  | { type: "finished"; value: Value }
  | { type: "error"; payload: Value }
  | { type: "stopped"; reason: StopReason };

/** How long the event loop may be kept: other work of the host waits that long at most. */
const SLICE_MS = 8;
/** What winders may use after a limit or an abort. */
const LAST_MS = 250;

export class Scheduler {
  readonly #m: Machine;
  readonly #clock: HostClock;
  readonly #heapUsed: ((afterCollection?: boolean) => number) | undefined;
  readonly #yield = makeYield();
  readonly #ready = new Queue<Fiber>();
  readonly #live = new Set<Fiber>();
  /** Work outside that may still wake a fiber. */
  readonly #outside = new Set<Handle>();
  #main: Fiber | undefined;
  #current: Fiber | undefined;
  /** Whose turn ended in the middle of its work: in a time slice, or in an engine wait. It goes on before all others. */
  #midway: Fiber | undefined;
  #running = false;
  #sliceEnd = 0;
  /** An engine wait: nothing else runs until it has settled. */
  #engine: Promise<void> | undefined;
  #wake: (() => void) | undefined;
  #watch: Watch | undefined;
  #stopped: StopReason | undefined;
  #lastMoment = Number.POSITIVE_INFINITY;
  #finished: { value: Value } | undefined;

  constructor(m: Machine, clock: HostClock, heapUsed?: (afterCollection?: boolean) => number) {
    this.#m = m;
    this.#clock = clock;
    this.#heapUsed = heapUsed;
    m.poll = () => this.#poll();
    m.allocating = (bytes) => this.#watch?.allow(bytes);
    m.foreignContinuation = (owner, arrive) => this.#arriveElsewhere(owner, arrive);
  }

  /**
   * Runs `main` in a fiber of its own until it ends; one run at a time. What is open then is cancelled, unless
   * `keepOpen`: in a session, a handle made by one evaluation may be awaited in the next.
   */
  async run(main: Action, limits: RunLimits = {}, keepOpen = false): Promise<RunEnd> {
    if (this.#main !== undefined) throw new Error("the scheduler runs already");
    this.#stopped = undefined;
    this.#finished = undefined;
    this.#lastMoment = Number.POSITIVE_INFINITY;
    const fiber = this.#create(undefined, undefined, main);
    this.#main = fiber;
    this.#enqueue(fiber);
    try {
      this.#watch = new Watch(limits, this.#clock, this.#heapUsed, this.#m.steps, (reason) => this.stop(reason));
      await this.#loop(() => fiber.over);
      if (!keepOpen || this.#stopped !== undefined || this.#finished !== undefined) {
        this.#cancelEverything();
        await this.#loop(() => this.#live.size === 0);
        this.#ready.clear();
        this.#live.clear();
      }
      return this.#endOf(fiber);
    } finally {
      this.#watch?.end();
      this.#main = undefined;
      this.#current = undefined;
    }
  }

  /** Whether a run is under way. */
  get busy(): boolean {
    return this.#main !== undefined;
  }

  /** Starts a fiber from outside, in the run under way: a host's callback. */
  inject(body: Action): Handle {
    const fiber = this.#create(this.#main, undefined, body);
    this.#enqueue(fiber);
    return fiber.handle;
  }

  /** Ends the run from outside. Winders run, under a short allowance. */
  stop(reason: StopReason): void {
    if (this.#main === undefined || this.#stopped !== undefined) return;
    this.#stopped = reason;
    this.#lastMoment = this.#clock.now() + LAST_MS;
    this.#cancelEverything();
    this.#wake?.();
  }

  // — for builtins, while Scheme runs —

  /** For long work that is not Scheme code, now and then: throws once a limit is reached. */
  interrupt(): void {
    const reason = this.#stopped === undefined ? this.#watch?.check(this.#m.steps) : undefined;
    if (reason !== undefined) this.stop(reason);
    if (this.#running && this.current.cancelled && !this.current.leaving) failCancelled();
  }

  /** The running fiber. */
  get current(): Fiber {
    return this.#current as Fiber;
  }

  /** `(finish v)`: ends the run with a value from any fiber. */
  finish(value: Value): Result {
    return this.#m.act((m) => {
      this.#finished ??= { value };
      this.#cancelEverything();
      return m.park();
    });
  }

  /** A handle for work outside; `start` gets a signal that is aborted when nobody wants the value any more. */
  open(kind: string, start: (signal: AbortSignal, handle: Handle) => Promise<Value>): Handle {
    const owner = this.current;
    if (owner.cancelled) failCancelled();
    const abort = new AbortController();
    const handle = new Handle(kind, () => abort.abort());
    owner.open.add(handle);
    this.#outside.add(handle);
    handle.listen(() => {
      this.#outside.delete(handle);
      owner.open.delete(handle);
    });
    // Kept for its place: when the work fails, no Scheme code is on the stack.
    const here = new Raised(false);
    start(abort.signal, handle).then(
      (value) => handle.settle("done", value),
      (error: unknown) => handle.settle("failed", placed(error, here)),
    );
    return handle;
  }

  /**
   * Starts a fiber at once; the caller goes on when it first waits, and gets what `give` made of it before it ran. One
   * that is `apart` outlives a caller that is cancelled: several wait for it.
   */
  start(body: Action, give: (fiber: Fiber) => Value = (fiber) => fiber.handle, apart = false): Result {
    return this.#m.act((m) => {
      const parent = this.current;
      if (parent.cancelled) failCancelled();
      const fiber = this.#create(parent, m.parameters, body, apart ? this.#main : parent);
      const value = give(fiber);
      parent.pending = () => value;
      this.#enqueueFirst(parent);
      this.#enqueueFirst(fiber);
      return m.park();
    });
  }

  /** The value of a handle, waiting for it if it is open; raises what it failed with. */
  wait(handle: Handle): Result {
    handle.awaited = true;
    if (handle.state === "done") return handle.value as Value;
    return this.#m.act((m) => {
      if (handle.state !== "open") return outcomeOf(m, handle);
      return this.suspend((wake) => handle.listen(() => wake((m) => outcomeOf(m, handle))));
    });
  }

  /** Waits until a handle has settled, then gives `then`'s value, or raises what the handle failed with. */
  after(handle: Handle, then: () => Value): Result {
    handle.awaited = true;
    return this.#m.act(() => {
      const outcome: Action = (m) => (handle.state === "done" ? then() : outcomeOf(m, handle));
      if (handle.state !== "open") return outcome(this.#m);
      return this.suspend((wake) => handle.listen(() => wake(outcome)));
    });
  }

  /** Parks the running fiber until `wake` is called; `register` gives back how to take the wait back. In actions only. */
  suspend(register: (wake: (action: Action) => void) => () => void): Result {
    const fiber = this.current;
    if (fiber.cancelled) failCancelled();
    let woken = false;
    const unregister = register((action) => {
      if (woken) return;
      woken = true;
      fiber.stopWaiting = undefined;
      fiber.pending = action;
      this.#enqueue(fiber);
    });
    if (!woken) {
      fiber.stopWaiting = () => {
        woken = true;
        unregister();
      };
    }
    return this.#m.park();
  }

  /** An engine wait: the event loop is free, but no other fiber runs until `start`'s promise has settled. */
  engineWait(start: (signal: AbortSignal) => Promise<Action>): Result {
    const here = new Raised(false);
    return this.#m.act((m) => {
      const { k } = m;
      const fiber = this.current;
      if (fiber.cancelled) failCancelled();
      const abort = new AbortController();
      fiber.stopWaiting = () => abort.abort();
      const settle = (action: Action): void => {
        this.#engine = undefined;
        fiber.stopWaiting = undefined;
        // A cancellation that came meanwhile goes first.
        fiber.pending ??= action;
        this.#enqueueFirst(fiber);
      };
      this.#engine = start(abort.signal).then(settle, (error: unknown) => {
        settle((m) => raise(m, placed(error, here, k), false));
      });
      return m.park();
    });
  }

  /** Cancels a handle of any kind; whoever awaits it gets an error. */
  cancel(handle: Handle): void {
    handle.cancel(cancelledError());
  }

  /** Cancels fibers and lets their winders run before the caller goes on. */
  cancelFibers(fibers: Iterable<Fiber>): Result {
    return this.#m.act((m) => {
      const caller = this.current;
      caller.pending = () => UNSPECIFIED;
      this.#enqueueFirst(caller);
      for (const fiber of [...fibers].reverse()) fiber.handle.cancel(cancelledError());
      return m.park();
    });
  }

  /**
   * Time is up for some fibers, of which an ancestor is told: it can not run while one of their family is in the middle of
   * its work, so that family is cancelled here. Whoever else is in the middle of something is left to finish it.
   */
  cut(fibers: Iterable<Fiber>): void {
    const midway = this.#midway;
    if (midway === undefined || midway.over) return;
    for (const fiber of [...fibers]) {
      if (fiber === midway || midway.isDescendantOf(fiber)) fiber.handle.cancel(cancelledError());
    }
  }

  // — the loop —

  async #loop(until: () => boolean): Promise<void> {
    this.#sliceEnd = this.#clock.now() + SLICE_MS;
    while (!until()) {
      if (this.#clock.now() > this.#lastMoment) return;
      if (this.#engine !== undefined) {
        await this.#engine;
        this.#sliceEnd = this.#clock.now() + SLICE_MS;
      }
      const fiber = this.#ready.shift();
      if (fiber === undefined) await this.#idle();
      else {
        fiber.place = undefined;
        this.#turn(fiber);
        if (this.#clock.now() < this.#sliceEnd) continue;
        await this.#yield();
      }
      this.#sliceEnd = this.#clock.now() + SLICE_MS;
    }
  }

  #turn(fiber: Fiber): void {
    if (fiber.over) return;
    const m = this.#m;
    this.#current = fiber;
    m.fiber = fiber;
    m.k = fiber.k;
    m.winders = fiber.winders;
    m.handlers = fiber.handlers;
    m.parameters = fiber.parameters;
    m.pending = fiber.pending;
    fiber.pending = undefined;
    this.#running = true;
    const outcome = m.run();
    this.#running = false;
    fiber.k = m.k;
    fiber.winders = m.winders;
    fiber.handlers = m.handlers;
    fiber.parameters = m.parameters;
    this.#midway = outcome.type === "slice" || this.#engine !== undefined ? fiber : undefined;
    if (outcome.type === "done") this.#end(fiber, "done", outcome.value);
    else if (outcome.type === "failed") this.#end(fiber, "failed", outcome.payload);
    else if (fiber.cancelled && !fiber.leaving) this.#leave(fiber);
    else if (outcome.type === "slice") {
      fiber.pending = m.pending;
      this.#enqueueFirst(fiber);
    }
  }

  #poll(): boolean {
    if (this.#stopped === undefined) {
      const reason = this.#watch?.check(this.#m.steps);
      if (reason !== undefined) this.stop(reason);
    }
    const fiber = this.#current as Fiber;
    return (fiber.cancelled && !fiber.leaving) || this.#clock.now() >= this.#sliceEnd;
  }

  /** Nobody can run: wait for the world, or say that nothing will ever happen. */
  async #idle(): Promise<void> {
    const main = this.#main as Fiber;
    if (this.#outside.size === 0 && !main.over) {
      const stuck = new ErrorObject("deadlock", "every fiber waits, and nothing is left that could wake one");
      main.stopWaiting?.();
      main.stopWaiting = undefined;
      main.pending = (m) => raise(m, stuck, false);
      this.#enqueue(main);
      return;
    }
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }

  #create(parent: Fiber | undefined, parameters: Fiber["parameters"], body: Action, owner = parent): Fiber {
    const fiber = new Fiber(parent, parameters, body, (fiber) => this.#cancelled(fiber), owner);
    this.#live.add(fiber);
    return fiber;
  }

  #end(fiber: Fiber, state: "done" | "failed", value: Value): void {
    fiber.over = true;
    fiber.k = undefined;
    this.#live.delete(fiber);
    fiber.owner?.children.delete(fiber);
    if (state === "failed") for (const handle of fiber.open) handle.cancel(cancelledError());
    fiber.handle.settle(state, value);
  }

  #endOf(main: Fiber): RunEnd {
    if (this.#stopped !== undefined) return { type: "stopped", reason: this.#stopped };
    if (this.#finished !== undefined) return { type: "finished", value: this.#finished.value };
    const { state, value } = main.handle;
    return state === "done" ? { type: "value", value: value as Value } : { type: "error", payload: value as Value };
  }

  // — cancelling —

  #cancelEverything(): void {
    // Everybody leaves from now on: nobody is searched for in a queue that a script may have made long.
    const leaving = [...this.#live].filter((fiber) => fiber.place !== undefined && fiber.leaving);
    this.#ready.clear();
    for (const fiber of this.#live) fiber.place = undefined;
    for (const fiber of [...this.#live].reverse()) fiber.handle.cancel(cancelledError());
    for (const fiber of leaving) this.#enqueue(fiber);
    for (const handle of this.#outside) handle.cancel(cancelledError());
  }

  /** The handle of a fiber was cancelled: it leaves as soon as it runs, and so do its children. */
  #cancelled(fiber: Fiber): void {
    fiber.cancelled = true;
    // Before what it waits for is cancelled: else that would wake it, and it would have to be found in a long queue.
    // The running fiber leaves when it comes out of the driver: its registers are in the machine now.
    if (!(this.#running && fiber === this.#current)) this.#leave(fiber);
    for (const handle of fiber.open) handle.cancel(cancelledError());
    // The youngest first, so that each finds its own children cancelled: no recursion, however deep the family.
    for (const member of familyOf(fiber).reverse()) member.handle.cancel(cancelledError());
  }

  #leave(fiber: Fiber): void {
    fiber.leaving = true;
    fiber.stopWaiting?.();
    fiber.stopWaiting = undefined;
    fiber.pending = (m) => unwindTo(m, undefined, (m) => m.fail(cancelledError()));
    this.#enqueueFirst(fiber);
  }

  /** A continuation of an ancestor, invoked here: the ancestor goes on there; its winders cancel what is between. */
  #arriveElsewhere(owner: object | undefined, arrive: Action): Result {
    if (!(owner instanceof Fiber) || owner.over || owner.cancelled || !this.current.isDescendantOf(owner)) {
      fail("continuation", "a continuation can be invoked only in its own fiber, or in one that its fiber has started");
    }
    owner.stopWaiting?.();
    owner.stopWaiting = undefined;
    owner.pending = arrive;
    this.#enqueueFirst(owner);
    return this.#m.park();
  }

  // — the queue —

  #enqueue(fiber: Fiber): void {
    if (fiber.place !== undefined) return;
    fiber.place = this.#ready.push(fiber);
    this.#wake?.();
  }

  #enqueueFirst(fiber: Fiber): void {
    if (fiber.place !== undefined) this.#ready.remove(fiber.place);
    fiber.place = this.#ready.unshift(fiber);
    this.#wake?.();
  }
}

/** All descendants that are not cancelled so far, parents before children; those of a cancelled one are cancelled too. */
function familyOf(fiber: Fiber): Fiber[] {
  const family: Fiber[] = [];
  const add = (children: Iterable<Fiber>): void => {
    for (const child of children) if (!child.cancelled) family.push(child);
  };
  add(fiber.children);
  for (let i = 0; i < family.length; i++) add(family[i].children);
  return family;
}

const cancelledError = (): ErrorObject => new ErrorObject("cancelled", "this was cancelled");

const failCancelled = (): never => fail("cancelled", "this fiber was cancelled");

/** What was thrown outside, as a condition that knows which call it was about. */
function placed(error: unknown, here: Raised, k?: Frame): Value {
  const { payload } = toRaised(error);
  if (payload instanceof ErrorObject) payload.origin ??= { raised: here, k };
  return payload;
}

/** What a settled handle gives to whoever awaits it. In actions only. */
function outcomeOf(m: Machine, handle: Handle): Result {
  return handle.state === "done" ? (handle.value as Value) : raise(m, handle.value as Value, false);
}
