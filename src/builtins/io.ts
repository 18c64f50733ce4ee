// Input and output (R7RS 6.13) as one section: what reads, writes and formats shares the current ports.
import { fileRows } from "./files.ts";
import { formattingRows } from "./format.ts";
import { portRows } from "./ports.ts";
import { makeShow } from "./printing.ts";
import { readingRows } from "./reading.ts";
import type { Section } from "./row.ts";
import { makeStandardPorts } from "./standard-ports.ts";
import { writingRows } from "./writing.ts";

export const io: Section = (m, services) => {
  const ports = makeStandardPorts(m, services);
  const show = makeShow(m);
  return [
    ...portRows(m, ports),
    ...readingRows(m, ports, services),
    ...writingRows(m, ports, show),
    ...formattingRows(m, ports, show),
    ...fileRows(m, ports, services.host.files, show),
  ];
};
