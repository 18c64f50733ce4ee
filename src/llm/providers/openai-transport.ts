// How requests reach the network: undici on Node, proxies included; elsewhere the platform's `fetch`.
import type { Dispatcher } from "undici";

/** The variables that say which proxy to use; `process.env` or a stand-in. */
export type Environment = { readonly [name: string]: string | undefined };

export interface Posted {
  status: number;
  headers: { get(name: string): string | null };
  text: string;
}

export interface Transport {
  /** One JSON document there and one text back: all that a chat completion is. */
  post(url: string, body: string, headers: { readonly [name: string]: string }, signal: AbortSignal): Promise<Posted>;
  /** For the `openai` client, at the endpoints beside chat. */
  fetch: typeof fetch;
  close(): Promise<void>;
}

/** Over a `fetch` that is given: in a browser, or an embedder's own. */
export function fetchTransport(fetcher: typeof fetch): Transport {
  return {
    async post(url, body, headers, signal) {
      const response = await fetcher(url, { method: "POST", body, headers, signal });
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
    fetch: fetcher,
    close: async () => {},
  };
}

/**
 * Over undici, proxies included. `fetch` of Node 20 knows no proxies and, like the `openai` client above it, spends most of
 * a call's processor time on header objects, streams and abort signals (the room's README has the measurement).
 */
export async function nodeTransport(baseURL: string, environment: Environment): Promise<Transport> {
  const { Agent, ProxyAgent, request } = await import("undici");
  const proxy = proxyFor(new URL(baseURL), environment);
  // Time-outs are the caller's, by signal; a model may think for longer than undici's five minutes.
  const patience = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 30_000 };
  const dispatcher: Dispatcher =
    proxy === undefined ? new Agent(patience) : new ProxyAgent({ uri: proxy, ...patience });
  const lean = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const { body: content, headers: extra } = await encodeBody(init.body);
    const { statusCode, headers, body } = await request(String(input), {
      method: (init.method ?? "GET") as Dispatcher.HttpMethod,
      headers: { ...plainHeaders(init.headers), ...extra },
      body: content,
      signal: init.signal ?? undefined,
      dispatcher,
    });
    return new LeanResponse(String(input), statusCode, headers, body) as unknown as Response;
  };
  return {
    async post(url, content, headers, signal) {
      const reply = await request(url, { method: "POST", body: content, headers, signal, dispatcher });
      return { status: reply.statusCode, headers: new LeanHeaders(reply.headers), text: await reply.body.text() };
    },
    fetch: lean as typeof fetch,
    close: () => dispatcher.destroy(),
  };
}

/** Chats are strings; an upload is a form, which the platform's own `Response` encodes. */
async function encodeBody(
  body: RequestInit["body"],
): Promise<{ body: string | Uint8Array | null; headers: { [name: string]: string } }> {
  if (body === undefined || body === null || typeof body === "string") return { body: body ?? null, headers: {} };
  const encoded = new Response(body);
  const type = encoded.headers.get("content-type");
  return { body: new Uint8Array(await encoded.arrayBuffer()), headers: type === null ? {} : { "content-type": type } };
}

/** As much of `Response` as the `openai` client touches. */
class LeanResponse {
  readonly url: string;
  readonly status: number;
  readonly ok: boolean;
  readonly statusText = "";
  readonly redirected = false;
  readonly headers: LeanHeaders;
  readonly #body: { text(): Promise<string>; dump(): Promise<void> };
  constructor(
    url: string,
    status: number,
    headers: { [name: string]: string | string[] | undefined },
    body: { text(): Promise<string>; dump(): Promise<void> },
  ) {
    this.url = url;
    this.status = status;
    this.ok = status >= 200 && status < 300;
    this.headers = new LeanHeaders(headers);
    this.#body = body;
  }

  text(): Promise<string> {
    return this.#body.text();
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.#body.text());
  }

  get body(): { cancel(): Promise<void> } {
    return { cancel: () => this.#body.dump() };
  }
}

class LeanHeaders {
  readonly #all: { [name: string]: string | string[] | undefined };
  constructor(all: { [name: string]: string | string[] | undefined }) {
    this.#all = all;
  }

  get(name: string): string | null {
    const value = this.#all[name.toLowerCase()];
    return value === undefined ? null : Array.isArray(value) ? value.join(", ") : value;
  }

  *entries(): Generator<[string, string]> {
    for (const name of Object.keys(this.#all)) yield [name, this.get(name) ?? ""];
  }

  [Symbol.iterator](): Generator<[string, string]> {
    return this.entries();
  }
}

function plainHeaders(headers: RequestInit["headers"]): { [name: string]: string } {
  const plain: { [name: string]: string } = {};
  if (headers) for (const [name, value] of headers as Headers) plain[name] = value;
  return plain;
}

/** The proxy for a URL by the usual variables (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, in either case). */
export function proxyFor(url: URL, environment: Environment): string | undefined {
  const read = (name: string) => environment[name] || environment[name.toLowerCase()] || undefined;
  const proxy = url.protocol === "https:" ? read("HTTPS_PROXY") : read("HTTP_PROXY");
  if (proxy === undefined || excluded(url, read("NO_PROXY") ?? "")) return undefined;
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`;
}

/** `NO_PROXY` lists hosts, `.domain` suffixes and `host:port`s, or `*`. */
function excluded(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, "").toLowerCase();
  const port = url.port || (url.protocol === "https:" ? "443" : "80");
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === "*") return true;
    const [, name = "", wantedPort] = /^\[?(.*?)\]?(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    const bare = name.replace(/^\*?\./, "");
    if (bare === "" || (wantedPort !== undefined && wantedPort !== port)) return false;
    return host === bare || host.endsWith(`.${bare}`);
  });
}
