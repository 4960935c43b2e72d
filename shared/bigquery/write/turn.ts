/**
 * A caller that appends in a loop never yields while the queue has room: no byte is sent, no answer read, no timer run. So after
 * every 256 KiB a caller waits for one turn of the event loop.
 */

/** Takes some milliseconds to encode. */
const BYTES_A_TURN = 256 * 1024;

export class Turn {
  #bytes = 0;
  #next: Promise<void> | undefined;

  /** Calls `goOn` now or after the turn. While one caller waits, later callers wait too, so that their order stays. */
  after(bytes: number, goOn: () => void): void {
    this.#bytes += bytes;
    if (this.#bytes >= BYTES_A_TURN) this.#next ??= new Promise((resolve) => setImmediate(() => this.#over(resolve)));
    if (this.#next === undefined) goOn();
    else void this.#next.then(goOn);
  }

  #over(tell: () => void): void {
    this.#bytes = 0;
    this.#next = undefined;
    tell();
  }
}
