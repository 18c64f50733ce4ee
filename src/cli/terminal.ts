// Standard output and error as the command uses them: what is shown where, in colour or not.

export interface Stream {
  write(text: string): void;
  readonly isTerminal: boolean;
  readonly columns: number;
}

export interface Streams {
  readonly stdout: Stream;
  readonly stderr: Stream;
}

/**
 * The process's own. That the reader went away (`skein run f.scm | head`) or that the disk is full is told once, instead of
 * ending us by an exception; `problem` is undefined for the former.
 */
export function processStreams(onClosed: (problem: string | undefined) => void): Streams {
  return { stdout: wrap(process.stdout, onClosed), stderr: wrap(process.stderr, () => {}) };
}

function wrap(stream: NodeJS.WriteStream, onClosed: (problem: string | undefined) => void): Stream {
  let open = true;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (open) onClosed(error.code === "EPIPE" || error.code === "EIO" ? undefined : error.message);
    open = false;
  });
  return {
    write: (text) => {
      if (open && text !== "") stream.write(text);
    },
    isTerminal: stream.isTTY === true,
    get columns() {
      return stream.columns ?? 80;
    },
  };
}

/** A text from outside, such as a server's or a script's message, with nothing in it that would steer a terminal. */
export function harmless(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\0-\x08\x0b-\x1f\x7f-\x9f]/g, (char) => `\\x${char.charCodeAt(0).toString(16)};`);
}

export interface Paint {
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

/** Colours on terminals, unless the environment asks for none. */
export function paintFor({ isTerminal }: Stream, environment: NodeJS.ProcessEnv): Paint {
  const wanted = environment.FORCE_COLOR ? true : isTerminal && !environment.NO_COLOR && environment.TERM !== "dumb";
  const style = (open: number, close: number) => (text: string) =>
    wanted && text ? `\x1b[${open}m${text}\x1b[${close}m` : text;
  return {
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    cyan: style(36, 39),
    dim: style(2, 22),
    bold: style(1, 22),
  };
}
