// A number in a program that is syntax but not supported, such as `1+2i`: refused when it is evaluated, not when it is read.
import { Structured } from "./structured.ts";

/** So that one such number in a program does not keep the rest of it from running. Inside quoted data it is no number. */
export class RefusedNumber extends Structured {
  readonly text: string;
  readonly message: string;
  constructor(text: string, message: string) {
    super();
    this.text = text;
    this.message = message;
  }
  override equalParts(other: Structured): boolean {
    return other instanceof RefusedNumber && other.text === this.text;
  }
  override hashSeed(): number {
    return this.text.length;
  }
  override toString(): string {
    return this.text;
  }
}
