// Runs programs that it reads as JSON from standard input, one after the other in one process, and says of each how it ended.
import { createSkein } from "../../dist/index.js";

let text = "";
for await (const piece of process.stdin) text += piece;

for (const [name, source] of Object.entries(JSON.parse(text))) {
  process.stdout.write(`${JSON.stringify({ begins: name })}\n`);
  const skein = createSkein({ limits: { seconds: 2 } });
  const end = await skein.run(source, { name: "hostile.scm" }).then(
    (result) => ({ status: result.status, reason: result.reason }),
    (error) => ({ status: "error", code: error.code ?? error.name, message: String(error.message) }),
  );
  const next = await skein.run("(+ 1 2)").then(
    (result) => result.text,
    (error) => String(error),
  );
  await skein.close();
  process.stdout.write(`${JSON.stringify({ ends: name, ...end, next })}\n`);
}
