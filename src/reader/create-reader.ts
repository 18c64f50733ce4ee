// The reader itself: windows of tokens, fed to the grammar, until the builder has what was asked for.
import type { Syntax } from "../values/syntax.ts";
import { EOF, type Value } from "../values/types.ts";
import { spanOf } from "./blame.ts";
import { Builder } from "./builder.ts";
import { FlatParser } from "./grammar.ts";
import { ReadError } from "./read-error.ts";
import type { DatumSource, Reader } from "./reader.ts";
import { nextWindow } from "./windows.ts";

/** Characters lexed at once: fewer cost more calls, more cost memory and are lost when one datum is wanted. */
const FILE_WINDOW = 65_536;
const DATUM_WINDOW = 32;

export function createReader(): Reader {
  const parser = new FlatParser();
  const readAll = (text: string, file: string, foldCase = false): Syntax[] => {
    const builder = new Builder(text, file, { foldCase });
    run(parser, builder, text.charCodeAt(0) === 0xfeff ? 1 : 0);
    return builder.datums as Syntax[];
  };
  return {
    readAll,
    parseOne(text, file) {
      const datums = readAll(text, file);
      if (datums.length === 1) return datums[0];
      if (datums.length === 0) throw new ReadError("expected a datum, got nothing", spanOf(text, file, 0, text.length));
      throw new ReadError("expected one datum, got several", datums[1].span ?? spanOf(text, file, 0, text.length));
    },
    isComplete(text) {
      try {
        run(parser, new Builder(text, "", { plain: true }), 0);
        return "complete";
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
        return error.incomplete ? "incomplete" : "invalid";
      }
    },
    readDatum: (source, file = "") => readDatum(parser, source, file),
  };
}

/** Reads the whole text. */
function run(parser: FlatParser, builder: Builder, start: number): void {
  const { text } = builder;
  for (let at = start; ; ) {
    const window = nextWindow(text, at, FILE_WINDOW, true);
    if (window === undefined) break;
    parser.feed(window.tokens, window.start, builder);
    at = window.end;
  }
  builder.finish();
}

/** Reads one datum; asks the source for more as long as the datum may go on. */
function readDatum(parser: FlatParser, source: DatumSource, file: string): Value {
  let final = false;
  for (;;) {
    const { text, position } = source;
    const builder = new Builder(text, file, { start: position, plain: true, single: true, foldCase: source.foldCase });
    try {
      if (feedOne(parser, builder, position, final)) {
        source.foldCase = builder.foldCase;
        source.position = builder.end;
        return builder.datums[0];
      }
      if (final) {
        builder.finish();
        source.foldCase = builder.foldCase;
        source.position = text.length;
        return EOF;
      }
    } catch (error) {
      // Whoever goes on after an error must not meet it again.
      if (error instanceof ReadError) source.position = Math.max(builder.end, Math.min(error.span.end, text.length));
      throw error;
    }
    final = !source.more();
  }
}

function feedOne(parser: FlatParser, builder: Builder, start: number, final: boolean): boolean {
  const { text } = builder;
  let size = DATUM_WINDOW;
  for (let at = start; !builder.done; size = Math.min(size * 2, FILE_WINDOW)) {
    const window = nextWindow(text, at, size, final);
    if (window === undefined) return false;
    parser.feed(window.tokens, window.start, builder);
    at = window.end;
  }
  return true;
}
