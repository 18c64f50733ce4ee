// The embedding API in browsers: everything that a page may import from "skein".

export { type BrowserSkeinOptions, createSkein } from "./engine/browser.ts";
export type { RunOptions, SkeinEvent, SkeinLimits, SkeinResult, SkeinStatus } from "./engine/skein.ts";
export { Skein } from "./engine/skein.ts";
export { type BacktraceEntry, type Location, SkeinError } from "./engine/skein-error.ts";
export { denyHost } from "./host/deny.ts";
export { type Host, type HostClock, HostError, type HostFiles } from "./host/host.ts";
export type { ChatReply, ChatRequest, Provider, Usage } from "./llm/contract.ts";
export { ProviderError } from "./llm/contract.ts";
export { type LocalOptions, local, parseTraining } from "./llm/providers/local/local.ts";
export { type OpenAIOptions, openai } from "./llm/providers/openai.ts";
export { scripted } from "./llm/providers/scripted.ts";
export { memoryStore } from "./llm/store/memory.ts";
export type { ResponseStore, StoreMode } from "./llm/store/store.ts";
export type { ModelSummary } from "./llm/summary.ts";
