// The entry of the command `skein`.
import { main } from "./program.ts";

try {
  exit(await main(process.argv.slice(2)));
} catch (error) {
  // Nothing that a user did should end here; the stack is for whoever looks for the mistake.
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`skein: internal error: ${message}\n${process.env.SKEIN_DEBUG ? `${stack}\n` : ""}`);
  exit(1);
}

/** After what was written has left; an open handle of somebody else does not keep the process. */
function exit(code: number): void {
  process.exitCode = code;
  process.stdout.write("", () => process.stderr.write("", () => process.exit()));
}
