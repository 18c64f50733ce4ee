// `#rx"…"` and `#px"…"` as the reader finds them: text that has not been compiled yet.
import { Structured } from "./structured.ts";

export class RegexpLiteral extends Structured {
  readonly kind: "rx" | "px";
  readonly source: string;
  constructor(kind: "rx" | "px", source: string) {
    super();
    this.kind = kind;
    this.source = source;
  }
  override equalParts(other: Structured): boolean {
    return other instanceof RegexpLiteral && other.kind === this.kind && other.source === this.source;
  }
  override hashSeed(): number {
    return this.source.length;
  }
}
