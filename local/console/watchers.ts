/** The watchers of events: server-sent events, each with an id, so that a reconnecting client gets each missed event once. */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** The number of past events that a newly opened page gets. */
const REMEMBERED = 1_000;
/** A client with so many unread bytes is disconnected; a page reconnects by itself. */
const MAX_UNREAD_BYTES = 1024 * 1024;

export class Watchers {
  readonly #responses = new Set<ServerResponse>();
  readonly #recent: { readonly number: number; readonly text: string }[] = [];
  /** Tells this process's ids from those of one before. */
  readonly #run = randomUUID();
  #last = 0;

  get size(): number {
    return this.#responses.size;
  }

  show(data: string): void {
    this.#last += 1;
    const text = `id: ${this.#run} ${this.#last}\ndata: ${data}\n\n`;
    this.#recent.push({ number: this.#last, text });
    if (this.#recent.length > REMEMBERED) this.#recent.shift();
    for (const response of this.#responses) {
      response.write(text);
      if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
    }
  }

  add(request: IncomingMessage, response: ServerResponse): void {
    const [run, number] = String(request.headers['last-event-id'] ?? '').split(' ');
    const seen = run === this.#run ? Number(number) : 0;
    const missed = this.#recent.filter((event) => !(event.number <= seen)).map(({ text }) => text);
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`: the latest come last\nretry: 1000\n\n${missed.join('')}`);
    this.#responses.add(response);
    response.on('close', () => this.#responses.delete(response));
    // Told of by `close`; without a listener it would be the process's.
    response.on('error', () => undefined);
  }
}
