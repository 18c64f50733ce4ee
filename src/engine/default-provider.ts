// Who answers when a host names no provider.
import type { Provider } from "../llm/contract.ts";
import { local } from "../llm/providers/local/local.ts";
import { openai } from "../llm/providers/openai.ts";

/** `openai` with a key or a base URL in the environment; else `local`, which says what it needs when it is asked. */
export function providerFromEnvironment(): Provider {
  const environment = (globalThis as { process?: { env: { [name: string]: string | undefined } } }).process?.env ?? {};
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseURL } = environment;
  if (!apiKey && !baseURL) return local();
  return openai({ ...(apiKey && { apiKey }), ...(baseURL && { baseURL }) });
}
