// The sections of builtins about numbers, text, input and output and the world, as the engine installs them.
import { chars } from "./chars.ts";
import { io } from "./io.ts";
import { numberText } from "./number-text.ts";
import { numbers } from "./numbers.ts";
import { random } from "./random.ts";
import { regexps } from "./regexp/section.ts";
import type { Section } from "./row.ts";
import { stringLoops } from "./string-loops.ts";
import { stringSearch } from "./string-search.ts";
import { strings } from "./strings.ts";
import { symbols } from "./symbols.ts";
import { system } from "./system.ts";
import { time } from "./time.ts";
import { utf8 } from "./utf8.ts";

export const TEXT_SECTIONS: readonly Section[] = [
  numbers,
  numberText,
  symbols,
  chars,
  strings,
  utf8,
  stringLoops,
  stringSearch,
  regexps,
  io,
  time,
  system,
  random,
];
