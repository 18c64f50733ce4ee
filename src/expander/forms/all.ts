// All forms of the language, in one list.
import type { FormBinding } from "../bindings.ts";
import { ASSIGNMENT } from "./assignment.ts";
import { BINDING } from "./binding.ts";
import { CASE } from "./case.ts";
import { CONDITIONALS } from "./conditionals.ts";
import { CONTROL } from "./control.ts";
import { DEFINE } from "./define.ts";
import { FOR } from "./for/for.ts";
import { LAMBDA } from "./lambda.ts";
import { LESSER } from "./lesser.ts";
import { MACROS } from "./macros.ts";
import { MATCH } from "./match/match.ts";
import { PROGRAM } from "./program.ts";
import { QUOTATION } from "./quotation.ts";
import { RECORDS } from "./records.ts";
import { SEQUENCING } from "./sequencing.ts";
import { STRUCTS } from "./structs.ts";
import { TRY } from "./try.ts";
import { VALUES } from "./values.ts";

export const FORMS: readonly FormBinding[] = [
  ...ASSIGNMENT,
  ...BINDING,
  ...CASE,
  ...CONDITIONALS,
  ...CONTROL,
  ...DEFINE,
  ...FOR,
  ...LAMBDA,
  ...LESSER,
  ...MACROS,
  ...MATCH,
  ...PROGRAM,
  ...QUOTATION,
  ...RECORDS,
  ...SEQUENCING,
  ...STRUCTS,
  ...TRY,
  ...VALUES,
];
