// A double-ended queue: fibers that are ready, in the order in which they will run.

/** Where an item stands in a queue; empty once it has left. */
export interface Place<T> {
  item: T | undefined;
}

export class Queue<T extends object> {
  #front: Place<T>[] = [];
  #back: Place<T>[] = [];
  #head = 0;

  push(item: T): Place<T> {
    const place = { item };
    this.#back.push(place);
    return place;
  }

  unshift(item: T): Place<T> {
    const place = { item };
    this.#front.push(place);
    return place;
  }

  shift(): T | undefined {
    for (;;) {
      const place = this.#front.pop() ?? this.#next();
      if (place === undefined) return undefined;
      const { item } = place;
      if (item !== undefined) return item;
    }
  }

  #next(): Place<T> | undefined {
    if (this.#head === this.#back.length) return undefined;
    const place = this.#back[this.#head++];
    if (this.#head > 1024 && this.#head * 2 > this.#back.length) {
      this.#back = this.#back.slice(this.#head);
      this.#head = 0;
    }
    return place;
  }

  /** Takes an item out wherever it stands; its place goes when it is reached, so that nobody searches a long queue. */
  remove(place: Place<T>): void {
    place.item = undefined;
  }

  clear(): void {
    this.#front = [];
    this.#back = [];
    this.#head = 0;
  }
}
