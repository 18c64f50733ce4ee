// Digests for the store's keys: the platform's SHA-256, synchronous on Node and asynchronous in a browser.

interface NodeCrypto {
  createHash(algorithm: string): { update(text: string): { digest(encoding: "hex"): string } };
}

// Asked for at run time, so that a bundle for browsers holds no import of a Node module.
const onNode = globalThis.process as { getBuiltinModule?: (name: string) => unknown } | undefined;
const nodeCrypto = onNode?.getBuiltinModule?.("node:crypto") as NodeCrypto | undefined;

/** SHA-256 of the UTF-8 bytes, in hexadecimal. */
export function sha256(text: string): string | Promise<string> {
  return nodeCrypto ? nodeCrypto.createHash("sha256").update(text).digest("hex") : webSha256(text);
}

async function webSha256(text: string): Promise<string> {
  const digest = await globalThis.crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
