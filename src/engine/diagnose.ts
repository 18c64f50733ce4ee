// From a raised object to a SkeinError: irritants are rendered here, late, and the place is looked up.
import type { Frame } from "../machine/frame.ts";
import type { Machine } from "../machine/machine.ts";
import { ErrorObject, type Site } from "../values/error.ts";
import { display, printShort } from "../values/printer.ts";
import { MString } from "../values/string.ts";
import type { Span, Value } from "../values/types.ts";
import { nearest } from "./nearest.ts";
import { type BacktraceEntry, locationOf, SkeinError } from "./skein-error.ts";

/** Entries of a backtrace that help; the middle of a deep recursion does not. */
const BACKTRACE_LIMIT = 12;

export interface DiagnosisContext {
  readonly machine: Machine;
  /** Texts by file name, for the framed line. */
  readonly sources: ReadonlyMap<string, string>;
  /** Every name that the script could have meant. */
  names(): Iterable<string>;
}

/** The error that a host gets for an object that nobody handled. */
export function diagnose(payload: Value, context: DiagnosisContext): SkeinError {
  if (!(payload instanceof ErrorObject)) {
    return new SkeinError({ code: "raised", message: `uncaught: ${printShort(payload, 400)}`, hint: undefined });
  }
  const sites = sitesOf(payload, context);
  const span = sites[0]?.span;
  return new SkeinError({
    code: payload.code,
    message: messageOf(payload),
    span,
    source: span === undefined ? undefined : context.sources.get(span.file),
    backtrace: backtraceOf(sites),
    hint: payload.hint ?? hintFor(payload, context),
    notes: notesOf(payload),
  });
}

/** The message with its irritants, as `exn-message` and people see it. */
export function messageOf(error: ErrorObject): string {
  return [error.message, ...error.irritants.map((irritant) => printShort(irritant, 400))].join(" ");
}

function notesOf({ details }: ErrorObject): string[] {
  if (details === undefined) return [];
  const notes: string[] = [];
  if (details.traceback instanceof MString) notes.push(display(details.traceback));
  if (details.index !== undefined) {
    const item = details.item === undefined ? "" : `: ${printShort(details.item)}`;
    const finished = Number(details.finished);
    notes.push(
      `while working on item ${Number(details.index)}${item}; ${finished} ${finished === 1 ? "item was" : "items were"} finished`,
    );
  }
  return notes;
}

/** Innermost first: the known place, the native stack, then the heap continuation. The library's own places are left out. */
function sitesOf(error: ErrorObject, { machine, sources }: DiagnosisContext): Site[] {
  const sites: Site[] = [];
  const add = (site: Site | undefined): void => {
    if (site?.span !== undefined && sources.has(site.span.file)) sites.push(site);
  };
  add(error.site);
  const { origin } = error;
  if (origin === undefined) return sites;
  add(origin.raised.site);
  for (const site of machine.units.sitesOf(origin.raised.stack ?? "")) add(site);
  for (let frame = origin.k as Frame | undefined; frame !== undefined && sites.length < 100; frame = frame.next)
    add(frame.resume.site);
  return sites;
}

function backtraceOf(sites: Site[]): BacktraceEntry[] {
  const entries = sites
    .filter((site, i) => i === 0 || !sameSpan(site.span, sites[i - 1].span))
    .map(({ procedure, span }) => ({ procedure, location: span === undefined ? undefined : locationOf(span) }));
  return entries.slice(0, BACKTRACE_LIMIT);
}

const sameSpan = (a: Span | undefined, b: Span | undefined): boolean => a?.file === b?.file && a?.start === b?.start;

function hintFor(error: ErrorObject, context: DiagnosisContext): string | undefined {
  if (error.code === "unbound") {
    const name = error.message.split(": ")[0];
    const close = nearest(name, context.names());
    return close.length === 0 ? undefined : `did you mean ${close.join(", ")}?`;
  }
  if (error.code === "not-procedure" && error.irritants[0] instanceof MString) {
    return "a string stands where a procedure should; is there an opening parenthesis too many, or a quote too few?";
  }
  if (error.code === "not-procedure") return "is there a parenthesis too many?";
  return undefined;
}
