// The sections of builtins about data and control, as the engine installs them.

import { boxes } from "./boxes.ts";
import { bytevectors } from "./bytevectors.ts";
import { checks } from "./checks.ts";
import { control } from "./control.ts";
import { booleans, equality } from "./equality.ts";
import { errors } from "./errors.ts";
import { hashLoops } from "./hash-loops.ts";
import { hashTables } from "./hash-tables.ts";
import { listArranging } from "./list-arranging.ts";
import { listLibrary } from "./list-library.ts";
import { listLoops } from "./list-loops.ts";
import { lists } from "./lists.ts";
import { pairs } from "./pairs.ts";
import { parametersSection } from "./parameters.ts";
import { promises } from "./promises.ts";
import { records } from "./records.ts";
import type { Section } from "./row.ts";
import { sequences } from "./sequences.ts";
import { sorting } from "./sort.ts";
import { srfi69 } from "./srfi-69.ts";
import { statistics } from "./statistics/section.ts";
import { vectorLoops } from "./vector-loops.ts";
import { vectors } from "./vectors.ts";

export const DATA_SECTIONS: readonly Section[] = [
  checks,
  equality,
  booleans,
  pairs,
  lists,
  listLoops,
  listLibrary,
  listArranging,
  sorting,
  vectors,
  vectorLoops,
  bytevectors,
  boxes,
  hashTables,
  hashLoops,
  srfi69,
  records,
  control,
  parametersSection,
  errors,
  promises,
  sequences,
  statistics,
];
