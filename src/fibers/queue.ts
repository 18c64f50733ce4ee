// A double-ended queue: fibers that are ready, in the order in which they will run.

export class Queue<T> {
  #front: T[] = [];
  #back: T[] = [];
  #head = 0;

  push(item: T): void {
    this.#back.push(item);
  }

  unshift(item: T): void {
    this.#front.push(item);
  }

  shift(): T | undefined {
    const first = this.#front.pop();
    if (first !== undefined) return first;
    if (this.#head === this.#back.length) return undefined;
    const item = this.#back[this.#head++];
    if (this.#head > 1024 && this.#head * 2 > this.#back.length) {
      this.#back = this.#back.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  remove(item: T): void {
    this.#front = this.#front.filter((x) => x !== item);
    this.#back = this.#back.slice(this.#head).filter((x) => x !== item);
    this.#head = 0;
  }

  clear(): void {
    this.#front = [];
    this.#back = [];
    this.#head = 0;
  }
}
