/**
 * Who appends in a loop and waits for nothing but room is let in at once while there is room, and the event loop never turns: no
 * byte leaves the process, no answer is read and no timer runs until all the room is taken. So after so many bytes
 * a caller waits for one turn of the loop.
 */

/** Some milliseconds of encoding. */
const BYTES_A_TURN = 256 * 1024;

export class Turn {
  #bytes = 0;
  #next: Promise<void> | undefined;

  /** Calls `goOn` now or after the turn. Behind one that waits everybody does, so that the order of the calls stays. */
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
