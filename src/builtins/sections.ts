// All sections of builtins, in the order in which they are installed.
import { fibers } from "./fibers.ts";
import { DATA_SECTIONS } from "./index-data.ts";
import { TEXT_SECTIONS } from "./index-text.ts";
import { json } from "./json.ts";
import { language } from "./language.ts";
import { llm } from "./llm.ts";
import { python } from "./python.ts";
import type { Section } from "./row.ts";

export const SECTIONS: readonly Section[] = [...DATA_SECTIONS, ...TEXT_SECTIONS, fibers, llm, python, json, language];
