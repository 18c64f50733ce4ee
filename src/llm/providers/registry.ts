// The providers that a name on the command line can choose; a new one is one line here.
import type { Provider } from "../contract.ts";
import { local } from "./local/local.ts";
import { openai } from "./openai.ts";

/** Made with nothing but what the environment says. `scripted` is not here: it needs a function. */
export const providers: { readonly [name: string]: () => Provider } = {
  openai: () => openai(),
  local: () => local(),
};
