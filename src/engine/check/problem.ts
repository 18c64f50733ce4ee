// What a check finds: one entry for people and editors alike.
import type { Span } from "../../values/types.ts";
import { type Location, SkeinError } from "../skein-error.ts";

export interface Problem {
  /** Only errors make a check fail. */
  severity: "error" | "warning";
  code: string;
  message: string;
  location: Location | undefined;
  hint: string | undefined;
  /** As it is shown: message, framed line, hint. */
  text: string;
}

export interface Finding {
  severity?: Problem["severity"];
  code: string;
  message: string;
  span: Span | undefined;
  hint?: string | undefined;
}

export function problemOf(
  { severity = "error", code, message, span, hint }: Finding,
  sources: ReadonlyMap<string, string>,
): Problem {
  const source = span === undefined ? undefined : sources.get(span.file);
  const error = new SkeinError({ code, message, span, source, hint });
  const text = error.toString().replace(/^error:/, `${severity}:`);
  return { severity, code, message, location: error.location, hint, text };
}
