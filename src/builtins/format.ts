// Formatted text: Racket's format, printf and `~a` family, with the numeric directives of SRFI 48.
import type { Machine } from "../machine/machine.ts";
import { Char } from "../values/char.ts";
import { fail, wrongArgument } from "../values/error.ts";
import { numberToString } from "../values/number-syntax.ts";
import { isExact, isRational, isReal, type Real } from "../values/numbers.ts";
import { TextOutputPort } from "../values/output-port.ts";
import { printShort } from "../values/printer.ts";
import { MString, str } from "../values/string.ts";
import { Sym } from "../values/symbol.ts";
import { type Keywords, UNSPECIFIED, type Value } from "../values/types.ts";
import { leaf } from "./leaf.ts";
import { decimalString } from "./number-text.ts";
import { printed, type Show } from "./printing.ts";
import type { Row } from "./row.ts";
import type { StandardPorts } from "./standard-ports.ts";
import { type Fit, fitText } from "./text.ts";

/** What `~.a` and `~e` cut a value to. */
const SHORT = 256;

/** A directive: letter, and the numbers before it (`~8,2f`); or white space to be skipped. */
const DIRECTIVE = /~(?:(\.?)([aAsSvV])|([eEcCbBoOxXdDwWyYnN%~])|(\d*)(?:[,.](\d+))?([fF])|(\s+)|([\s\S]?))/gu;

const HINT =
  "the directives are ~a (display), ~s (write), ~v (print), ~c (character), ~b ~o ~x (number in base 2, 8, 16), ~n or ~% (newline), ~~ (a tilde)";

/** The text of a format string with its arguments. */
export function formatText(show: Show, who: string, form: string, args: readonly Value[]): string {
  let used = 0;
  const next = (): Value => {
    used++;
    // Checked as a whole afterwards, so that the error can say how many there should be.
    return used <= args.length ? args[used - 1] : str("");
  };
  const text = form.replace(DIRECTIVE, (directive, cut, value, other, width, digits, float, space, unknown) => {
    if (value !== undefined) return valueText(show, value.toLowerCase(), cut !== "", next());
    if (other !== undefined) return otherText(show, who, other.toLowerCase(), next, () => used <= args.length);
    if (float !== undefined) return decimal(who, next(), width, digits, used <= args.length);
    if (space !== undefined) return afterSecondNewline(space);
    if (unknown === "")
      return fail("format", `${who}: the format string can not end in a ~`, [], "write ~~ for a tilde");
    return fail("format", `${who}: ${directive} is no directive`, [], HINT);
  });
  if (used !== args.length) {
    const were = args.length === 0 ? "" : `; they were ${args.map((x) => printShort(x)).join(" ")}`;
    fail(
      "format",
      `${who}: the format string requires ${used} ${used === 1 ? "argument" : "arguments"}, given ${args.length}${were}`,
    );
  }
  return text;
}

function valueText(show: Show, letter: string, cut: boolean, x: Value): string {
  const text = letter === "a" ? show(x, "display") : letter === "s" ? show(x, "write") : printed(show, x);
  return cut && text.length > SHORT ? `${text.slice(0, SHORT - 3)}...` : text;
}

function otherText(show: Show, who: string, letter: string, next: () => Value, given: () => boolean): string {
  switch (letter) {
    case "n":
    case "%":
      return "\n";
    case "~":
      return "~";
    case "e":
      return printShort(next(), SHORT);
    case "w":
      return show(next(), "write");
    case "y":
      return `${show(next(), "write")}\n`;
    case "c": {
      const x = next();
      if (given() && !(x instanceof Char)) fail("wrong-type", `${who}: ~c needs a character, got ${printShort(x)}`);
      return x.toString();
    }
    default: {
      const x = next();
      if (letter === "d") return show(x, "display");
      if (given() && !isExact(x)) fail("wrong-type", `${who}: ~${letter} needs an exact number, got ${printShort(x)}`);
      return isReal(x) ? numberToString(x, letter === "b" ? 2 : letter === "o" ? 8 : 16) : "";
    }
  }
}

/** `~8,2f`: at least 8 wide, 2 digits after the point. */
function decimal(who: string, x: Value, width: string, digits: string | undefined, given: boolean): string {
  if (!isReal(x)) return given ? fail("wrong-type", `${who}: ~f needs a number, got ${printShort(x)}`) : "";
  const text =
    digits === undefined || !isRational(x)
      ? numberToString(x as Real)
      : decimalString(x, Math.min(Number(digits), 1000));
  return text.padStart(Math.min(Number(width), 10_000));
}

/** White space after ~ is skipped, but not beyond a second end of line. */
function afterSecondNewline(space: string): string {
  const second = space.indexOf("\n", space.indexOf("\n") + 1);
  return space.includes("\n") && second >= 0 ? space.slice(second) : "";
}

/** The format string, which must be one. */
const formOf = (form: Value, index: number): string =>
  form instanceof MString ? form.toString() : wrongArgument(index, "a format string", form);

function formatRows(ports: StandardPorts, show: Show): Row[] {
  const write = (port: TextOutputPort, text: string): Value => {
    ports.put(port, text);
    return UNSPECIFIED;
  };
  return [
    leaf(
      "(format form x ...)",
      "The text of form with ~a replaced by the next x as displayed, ~s as written …",
      '(format "~a is ~s" \'x "y") => "x is \\"y\\""',
      (form: Value, args: Value[]) => {
        // (format #f …) and (format #t …), as in Guile, and with a port.
        if (form === false && args.length > 0)
          return str(formatText(show, "format", formOf(args[0], 2), args.slice(1)));
        if (form === true || form instanceof TextOutputPort) {
          if (args.length === 0) wrongArgument(2, "a format string", form);
          return write(ports.textOut(form, 1), formatText(show, "format", formOf(args[0], 2), args.slice(1)));
        }
        return str(formatText(show, "format", formOf(form, 1), args));
      },
    ),
    leaf(
      "(printf form x ...)",
      "Displays what format gives.",
      '(with-output-to-string (lambda () (printf "~a~n" 5))) => "5\\n"',
      (form: Value, args: Value[]) =>
        write(ports.textOut(undefined, 0), formatText(show, "printf", formOf(form, 1), args)),
    ),
    leaf(
      "(fprintf port form x ...)",
      "Writes what format gives to a port.",
      '(call-with-output-string (lambda (p) (fprintf p "~a" 5))) => "5"',
      (port: Value, form: Value, args: Value[]) =>
        write(ports.textOut(port, 1), formatText(show, "fprintf", formOf(form, 2), args)),
    ),
    leaf(
      "(eprintf form x ...)",
      "Writes what format gives to the current error port.",
      "(procedure? eprintf) => #t",
      (form: Value, args: Value[]) =>
        write(ports.textOut(ports.error() as Value, 1), formatText(show, "eprintf", formOf(form, 1), args)),
    ),
  ];
}

const ALIGNMENTS: readonly string[] = ["left", "right", "center"];

/** What the keywords of `~a`, `~s` and `~v` say about the width. */
function fitOf(keywords: Keywords): Fit {
  const width = keywords.get("width") as number | undefined;
  const pad = keywords.get("pad-string")?.toString() ?? " ";
  const align = keywords.get("align");
  if (align !== undefined && !(align instanceof Sym && ALIGNMENTS.includes(align.name))) {
    wrongArgument(1, "'left, 'right or 'center for #:align", align);
  }
  const text = (name: string, otherwise: string): string => {
    const given = keywords.get(name)?.toString() ?? otherwise;
    if (given === "" && name.endsWith("pad-string")) wrongArgument(1, `a #:${name} that is not empty`, str(""));
    return given;
  };
  const marker = text("limit-marker", "");
  return {
    min: width ?? (keywords.get("min-width") as number | undefined) ?? 0,
    max: width ?? (keywords.get("max-width") as number | undefined) ?? Number.POSITIVE_INFINITY,
    align: align === undefined ? "left" : ((align as Sym).name as Fit["align"]),
    leftPad: text("left-pad-string", pad),
    rightPad: text("right-pad-string", pad),
    marker,
    cutLeft: (keywords.get("limit-prefix?") ?? false) !== false,
  };
}

const FIT_KEYWORDS =
  "#:separator [separator:string] #:width [width:index] #:min-width [min:index] #:max-width [max:index] #:align [align:symbol] " +
  "#:pad-string [pad:string] #:left-pad-string [left:string] #:right-pad-string [right:string] #:limit-marker [marker:string] #:limit-prefix? [cut-left?]";

function tildeRows(m: Machine, show: Show): Row[] {
  const row = (name: string, doc: string, example: string, separator: string, text: (x: Value) => string): Row => ({
    signature: `(${name} x ... ${FIT_KEYWORDS})`,
    doc,
    example,
    run(keywords: Keywords, items: Value[]) {
      const between = keywords.get("separator")?.toString() ?? separator;
      return str(fitText(m, items.map(text).join(between), fitOf(keywords)));
    },
  });
  return [
    row(
      "~a",
      "The values as displayed, joined; padded or cut to a width.",
      '(~a "x" 5) => "x5"\n(~a 5 #:width 3 #:align \'right) => "  5"',
      "",
      (x) => show(x, "display"),
    ),
    row("~s", "The values as written, joined with spaces.", '(~s "x" 5) => "\\"x\\" 5"', " ", (x) => show(x, "write")),
    row("~v", "The values as printed, joined with spaces.", "(~v 'x) => \"'x\"", " ", (x) => printed(show, x)),
    row("~e", "The values as errors show them, joined with spaces.", '(~e \'x) => "x"', " ", (x) =>
      printShort(x, SHORT),
    ),
  ];
}

export const formattingRows = (m: Machine, ports: StandardPorts, show: Show): Row[] => [
  ...formatRows(ports, show),
  ...tildeRows(m, show),
];
