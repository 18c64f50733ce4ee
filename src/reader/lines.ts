// From offsets to lines and columns, for offsets that are asked in rising order.

export class LineCounter {
  readonly #text: string;
  #line = 1;
  #lineStart = 0;
  /** Offset of the newline that ends the current line; infinite on the last one, −1 before anybody has asked. */
  #lineEnd = -1;

  constructor(text: string) {
    this.#text = text;
  }

  /** Moves on to `offset`, which is not before the one of the last call. */
  moveTo(offset: number): void {
    if (this.#lineEnd < 0) this.#lineEnd = this.#next(0);
    while (this.#lineEnd < offset) {
      this.#line++;
      this.#lineStart = this.#lineEnd + 1;
      this.#lineEnd = this.#next(this.#lineStart);
    }
  }

  get line(): number {
    return this.#line;
  }

  /** Of an offset on the current line, from 1. */
  columnOf(offset: number): number {
    return offset - this.#lineStart + 1;
  }

  #next(from: number): number {
    const at = this.#text.indexOf("\n", from);
    return at < 0 ? Infinity : at;
  }
}
