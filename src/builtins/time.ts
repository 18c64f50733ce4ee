// Time: R7RS's clock, Racket's milliseconds, and dates as text in UTC.
import { wrongArgument } from "../values/error.ts";
import { Flonum, isRational, type Real, toNumber } from "../values/numbers.ts";
import { type MString, str } from "../values/string.ts";
import type { Value } from "../values/types.ts";
import { leaf } from "./leaf.ts";
import type { Section } from "./row.ts";

/** Jiffies are microseconds: fine enough to tell fast things apart, and exact integers for 285 years. */
const JIFFIES = 1_000_000;

/** Milliseconds that a JS date can hold. */
const MAX_MS = 8.64e15;

function pad(n: number, width = 2): string {
  return String(n).padStart(width, "0");
}

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** What the letters after `~` in a date format mean, as in SRFI 19. */
const FIELDS: { readonly [letter: string]: (d: Date) => string } = {
  Y: (d) => pad(d.getUTCFullYear(), 4),
  m: (d) => pad(d.getUTCMonth() + 1),
  d: (d) => pad(d.getUTCDate()),
  H: (d) => pad(d.getUTCHours()),
  M: (d) => pad(d.getUTCMinutes()),
  S: (d) => pad(d.getUTCSeconds()),
  A: (d) => DAYS[d.getUTCDay()],
  a: (d) => DAYS[d.getUTCDay()].slice(0, 3),
  B: (d) => MONTHS[d.getUTCMonth()],
  b: (d) => MONTHS[d.getUTCMonth()].slice(0, 3),
  j: (d) => pad(Math.floor((d.getTime() - Date.UTC(d.getUTCFullYear(), 0, 1)) / 86_400_000) + 1, 3),
  s: (d) => String(Math.floor(d.getTime() / 1000)),
  "1": (d) => d.toISOString().slice(0, 10),
  "3": (d) => d.toISOString().slice(11, 19),
  "5": (d) => d.toISOString().slice(0, 19),
  "~": () => "~",
};

function formatDate(date: Date, format: string): string {
  return format.replace(/~(.)/g, (whole, letter: string) =>
    Object.hasOwn(FIELDS, letter) ? FIELDS[letter](date) : whole,
  );
}

export const time: Section = (_m, { host: { clock } }) => {
  const dateOf = (seconds: Value | undefined): Date => {
    const ms =
      seconds === undefined ? clock.wall() : isRational(seconds) ? toNumber(seconds as Real) * 1000 : Number.NaN;
    if (!(Math.abs(ms) <= MAX_MS)) wrongArgument(1, "a number of seconds since 1970", seconds as Value);
    return new Date(ms);
  };
  return [
    leaf(
      "(current-second)",
      "Seconds since 1970, with their fraction.",
      "(inexact? (current-second)) => #t",
      () => new Flonum(clock.wall() / 1000),
    ),
    leaf("(current-seconds)", "Whole seconds since 1970.", "(exact-integer? (current-seconds)) => #t", () =>
      Math.floor(clock.wall() / 1000),
    ),
    leaf(
      "(current-jiffy)",
      "Microseconds of a clock that only goes forward.",
      "(exact-integer? (current-jiffy)) => #t",
      () => Math.round(clock.now() * (JIFFIES / 1000)),
    ),
    leaf("(jiffies-per-second)", "How many jiffies a second has.", "(jiffies-per-second) => 1000000", () => JIFFIES),
    leaf(
      "(current-milliseconds)",
      "Whole milliseconds since 1970.",
      "(exact-integer? (current-milliseconds)) => #t",
      () => Math.floor(clock.wall()),
    ),
    leaf(
      "(current-inexact-milliseconds)",
      "Milliseconds since 1970, with their fraction.",
      "(inexact? (current-inexact-milliseconds)) => #t",
      () => new Flonum(clock.wall()),
    ),
    leaf(
      "(current-inexact-monotonic-milliseconds)",
      "Milliseconds of a clock that only goes forward.",
      "(inexact? (current-inexact-monotonic-milliseconds)) => #t",
      () => new Flonum(clock.now()),
    ),
    leaf(
      "(current-process-milliseconds)",
      "Milliseconds of a clock that only goes forward.",
      "(exact-integer? (current-process-milliseconds)) => #t",
      () => Math.floor(clock.now()),
    ),
    leaf("(current-gc-milliseconds)", "Always 0: the host does not tell.", "(current-gc-milliseconds) => 0", () => 0),
    leaf(
      "(runtime)",
      "Seconds of a clock that only goes forward.",
      "(inexact? (runtime)) => #t",
      () => new Flonum(clock.now() / 1000),
    ),
    leaf(
      "(real-time)",
      "Milliseconds since 1970, with their fraction.",
      "(inexact? (real-time)) => #t",
      () => new Flonum(clock.wall()),
    ),
    leaf(
      "(date->string [seconds] [format:string])",
      "A time in UTC as text, by a format with ~Y ~m ~d ~H ~M ~S ~A ~B; as in 2024-05-17T10:20:30 without one.",
      '(date->string 0 "~Y-~m-~d ~H:~M") => "1970-01-01 00:00"',
      (seconds: Value | undefined, format: MString | undefined) =>
        str(formatDate(dateOf(seconds), format?.toString() ?? "~5")),
    ),
  ];
};
