// Dynamic state: winders, handlers, parameters, and the control operators that change it. All of it on the heap.
import { ErrorObject, Raised } from "../values/error.ts";
import type { Procedure, Value } from "../values/types.ts";
import type { Frame, Result, Resume } from "./frame.ts";
import type { Action, Machine } from "./machine.ts";

/** One `dynamic-wind` in force, with the dynamic state in which its thunks run. */
export interface Winder {
  readonly before: Procedure;
  readonly after: Procedure;
  readonly handlers: Handler | undefined;
  readonly parameters: ParameterBinding | undefined;
  readonly depth: number;
  readonly next: Winder | undefined;
}

/** One handler in force, innermost first. */
export interface Handler {
  readonly procedure: Procedure;
  readonly next: Handler | undefined;
}

/** One `parameterize`d value in force, innermost first. */
export interface ParameterBinding {
  readonly parameter: Procedure;
  value: Value;
  readonly next: ParameterBinding | undefined;
}

/** A continuation with its dynamic state, as `call/cc` and `guard` keep it. */
export interface Captured {
  readonly k: Frame | undefined;
  readonly winders: Winder | undefined;
  readonly handlers: Handler | undefined;
  readonly parameters: ParameterBinding | undefined;
  readonly fiber: object | undefined;
}

/** The current continuation. In actions only. */
export const capture = (m: Machine): Captured => ({
  k: m.k,
  winders: m.winders,
  handlers: m.handlers,
  parameters: m.parameters,
  fiber: m.fiber,
});

/** Goes to `target`, running winders on the way, then `arrive` there. In actions only. */
export function goTo(m: Machine, target: Captured, arrive: Action): Result {
  return unwindTo(m, target.winders, (m) => {
    m.k = target.k;
    m.handlers = target.handlers;
    m.parameters = target.parameters;
    return arrive(m);
  });
}

/** Runs `after` thunks outwards and `before` thunks inwards, each in its own dynamic state, then `arrive`. */
export function unwindTo(m: Machine, target: Winder | undefined, arrive: Action): Result {
  if (m.winders === target) return arrive(m);
  const inwards: Winder[] = [];
  let out = m.winders;
  let inner = target;
  while (out !== inner) {
    if ((out?.depth ?? 0) >= (inner?.depth ?? 0)) out = out?.next;
    else {
      inwards.push(inner as Winder);
      inner = inner?.next;
    }
  }
  return wind(m, out, inwards, arrive);
}

function wind(m: Machine, common: Winder | undefined, inwards: Winder[], arrive: Action): Result {
  const leaving = m.winders;
  if (leaving !== common && leaving !== undefined) {
    m.winders = leaving.next;
    return windStep(m, leaving, leaving.after, (m) => wind(m, common, inwards, arrive));
  }
  if (inwards.length === 0) return arrive(m);
  const entering = inwards[inwards.length - 1];
  return windStep(m, entering, entering.before, (m) => {
    m.winders = entering;
    return wind(m, entering, inwards.slice(0, -1), arrive);
  });
}

function windStep(m: Machine, winder: Winder, thunk: Procedure, then: Action): Result {
  m.handlers = winder.handlers;
  m.parameters = winder.parameters;
  m.k = undefined;
  m.enter(WOUND, m, then);
  return thunk();
}

const WOUND: Resume = {
  run: (frame) => (frame.a as Machine).act(frame.b as Action),
};

/** `call/cc`: calls `f` with the captured continuation. */
export function withCurrentContinuation(m: Machine, use: (captured: Captured) => Result): Result {
  return m.act((m) => use(capture(m)));
}

/** `dynamic-wind`. */
export function dynamicWind(m: Machine, before: Procedure, thunk: Procedure, after: Procedure): Result {
  return m.act((m) => {
    const winder: Winder = {
      before,
      after,
      handlers: m.handlers,
      parameters: m.parameters,
      depth: (m.winders?.depth ?? 0) + 1,
      next: m.winders,
    };
    m.enter(WIND_BODY, m, winder, thunk);
    return before();
  });
}

const WIND_BODY: Resume = {
  run(frame) {
    const m = frame.a as Machine;
    const winder = frame.b as Winder;
    return m.act((m) => {
      m.winders = winder;
      m.enter(WIND_EXIT, m, winder);
      return (frame.c as Procedure)();
    });
  },
};

const WIND_EXIT: Resume = {
  run(frame, value) {
    const m = frame.a as Machine;
    const winder = frame.b as Winder;
    return m.act((m) => {
      m.winders = winder.next;
      m.enter(GIVE, undefined, value);
      return winder.after();
    });
  },
};

/** Gives a saved value in place of the one that arrives. */
const GIVE: Resume = { run: (frame) => frame.b as Value };

/** `with-exception-handler`. */
export function withHandler(m: Machine, procedure: Procedure, thunk: Procedure): Result {
  return m.act((m) => {
    m.enter(RESTORE_HANDLERS, m, m.handlers);
    m.handlers = { procedure, next: m.handlers };
    return thunk();
  });
}

const RESTORE_HANDLERS: Resume = {
  run(frame, value) {
    (frame.a as Machine).handlers = frame.b as Handler | undefined;
    return value;
  },
};

/**
 * Calls `thunk`; a raise in it escapes to here and calls `clauses` in tail position with the condition and a thunk that
 * raises it again, continuably, where it was raised (R7RS 4.2.7).
 */
export function withGuard(m: Machine, clauses: Procedure, thunk: Procedure): Result {
  return m.act((m) => {
    const outside = capture(m);
    const handler = (condition: Value): Result =>
      m.act((m) => {
        const inside = capture(m);
        const reraise = (): Result =>
          m.act((m) => goTo(m, { ...inside, handlers: outside.handlers }, (m) => raise(m, condition, true)));
        return goTo(m, outside, () => clauses(condition, reraise) as Result);
      });
    m.enter(RESTORE_HANDLERS, m, m.handlers);
    m.handlers = { procedure: handler, next: m.handlers };
    return thunk();
  });
}

/** `parameterize`, with converted values. */
export function withParameters(m: Machine, parameters: Procedure[], values: Value[], thunk: Procedure): Result {
  return m.act((m) => {
    m.enter(RESTORE_PARAMETERS, m, m.parameters);
    parameters.forEach((parameter, i) => {
      m.parameters = { parameter, value: values[i], next: m.parameters };
    });
    return thunk();
  });
}

const RESTORE_PARAMETERS: Resume = {
  run(frame, value) {
    (frame.a as Machine).parameters = frame.b as ParameterBinding | undefined;
    return value;
  },
};

/** The binding of a parameter in force, if any. */
export function bindingOf(m: Machine, parameter: Procedure): ParameterBinding | undefined {
  let binding = m.parameters;
  while (binding !== undefined && binding.parameter !== parameter) binding = binding.next;
  return binding;
}

/** Raises any object; `m.k` is the continuation of the raise. In actions only. */
export function raise(m: Machine, payload: Value, continuable: boolean): Result {
  const handler = m.handlers;
  if (handler === undefined) return unwindTo(m, undefined, (m) => m.fail(payload));
  m.enter(continuable ? RESTORE_HANDLERS : HANDLER_RETURNED, m, handler, payload);
  m.handlers = handler.next;
  return handler.procedure(payload) as Result;
}

// The handler of a non-continuable raise came back: a secondary error, raised in the handler's dynamic environment.
const HANDLER_RETURNED: Resume = {
  run(frame) {
    const m = frame.a as Machine;
    const error = new ErrorObject(
      "handler-returned",
      "raise: the handler returned, but the raise can not continue, it was given",
      [frame.c as Value],
    );
    const raised = new Raised(error);
    return m.act((m) => {
      // Where the raise was that can not continue.
      error.origin = { raised, k: m.k };
      return raise(m, error, false);
    });
  },
};
