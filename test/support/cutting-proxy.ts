/**
 * A TCP proxy on loopback that cuts or stalls a connection at a chosen byte. It reads HTTP/2 frame headers (RFC 9113, 4.1)
 * as they pass, so that "in the middle of the second DATA frame" is a place and not a guess.
 */

import { connect, createServer, type Server, type Socket } from 'node:net';

const PREFACE_BYTES = 24;
const FRAME_HEADER_BYTES = 9;
/** Time for the client to have sent everything again on another connection. */
const LATE_MS = 30;
const FRAME_TYPES = { data: 0, headers: 1 } as const;

export interface Cut {
  /** `up` is from the client to the server. */
  readonly direction: 'up' | 'down';
  /** Which bytes are counted: from the connection's first, or from the first of a frame of this type. */
  readonly from: 'start' | keyof typeof FRAME_TYPES;
  /** So many frames of this type pass first. Default 0. */
  readonly skip?: number;
  /** So many bytes pass, then the wire is cut. Negative counts from the frame's end. */
  readonly bytes: number;
  /**
   * `stall`: the connection stays open and nothing passes any more. `late`: what the client still sends is held back, and
   * reaches the server once the client has given the connection up and may have sent it again on another. Default `reset`.
   */
  readonly how?: 'reset' | 'stall' | 'late';
}

/** The byte position classes at which an append can be cut. */
export const CUT_CLASSES = {
  'before the first frame': { direction: 'up', from: 'start', bytes: 0 },
  'in the HTTP/2 preface': { direction: 'up', from: 'start', bytes: 11 },
  'in the headers': { direction: 'up', from: 'headers', bytes: 40 },
  'in the schema': { direction: 'up', from: 'data', bytes: FRAME_HEADER_BYTES + 5 + 150 },
  'in the rows': { direction: 'up', from: 'data', bytes: -5 },
  "at a message's end": { direction: 'up', from: 'data', bytes: -0 },
  'in the answer': { direction: 'down', from: 'data', bytes: FRAME_HEADER_BYTES + 7 },
  'after the answer': { direction: 'down', from: 'data', bytes: -0 },
} as const satisfies Record<string, Cut>;

export class CuttingProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #cuts: (Cut | undefined)[] = [];
  #opened = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(target: string): Promise<CuttingProxy> {
    const [host = '', port = ''] = target.split(':');
    const server = createServer({ noDelay: true });
    const proxy = new CuttingProxy(server);
    server.on('connection', (client) => proxy.#join(client, connect({ host, port: Number(port), noDelay: true })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get address(): string {
    const address = this.#server.address();
    return typeof address === 'object' && address ? `127.0.0.1:${address.port}` : '';
  }

  /** Connections accepted so far, and those still open. */
  get opened(): number {
    return this.#opened;
  }

  get open(): number {
    return this.#sockets.size / 2;
  }

  /** Each new connection takes the next of these; `undefined` lets one pass unharmed. */
  plan(...cuts: readonly (Cut | undefined)[]): void {
    this.#cuts.push(...cuts);
  }

  /** Cuts everything that is open, now. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #join(client: Socket, server: Socket): void {
    this.#opened += 1;
    const cut = this.#cuts.shift();
    const both = [client, server];
    const strike = (): void => {
      for (const socket of both) {
        if (cut?.how === 'stall' || cut?.how === 'late') socket.pause();
        else socket.resetAndDestroy();
      }
      if (cut?.how === 'late') this.#deliverLate(client, server);
    };
    for (const socket of both) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        if (cut?.how !== 'late') for (const other of both) other.destroy();
      });
    }
    this.#forward(client, server, cut?.direction === 'up' ? cut : undefined, PREFACE_BYTES, strike);
    this.#forward(server, client, cut?.direction === 'down' ? cut : undefined, 0, strike);
  }

  /** From here on the client speaks into a buffer; the server hears it some time after the client has gone. */
  #deliverLate(client: Socket, server: Socket): void {
    const held: Buffer[] = [];
    client.removeAllListeners('data');
    client.on('data', (chunk) => held.push(chunk));
    client.resume();
    const deliver = (): void => {
      const timer = setTimeout(() => {
        server.write(Buffer.concat(held), () => setTimeout(() => server.destroy(), LATE_MS).unref());
      }, LATE_MS);
      timer.unref();
    };
    client.once('end', deliver);
    client.once('close', () => {
      if (!client.readableEnded) deliver();
    });
  }

  #forward(from: Socket, to: Socket, cut: Cut | undefined, preface: number, strike: () => void): void {
    if (cut?.from === 'start' && cut.bytes === 0) {
      strike();
      return;
    }
    const scanner = cut && new Scanner(cut, preface);
    let struck = false;
    from.on('data', (chunk) => {
      if (struck) return;
      const allowed = scanner?.allow(chunk) ?? chunk.length;
      struck = allowed < chunk.length || scanner?.reached === true;
      const part = chunk.subarray(0, allowed);
      if (!struck) {
        if (!to.write(part)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
        return;
      }
      // The passing bytes must have left before the wire is cut: a reset would overtake it.
      to.write(part, () => setImmediate(strike));
    });
  }
}

/** Follows the frames of one direction to the byte where the cut is. */
class Scanner {
  readonly #cut: Cut;
  #position = 0;
  #header = Buffer.alloc(0);
  /** The start of the next frame header. */
  #next: number;
  #seen = 0;
  #target: number | undefined;

  constructor(cut: Cut, preface: number) {
    this.#cut = cut;
    this.#next = preface;
    if (cut.from === 'start') this.#target = cut.bytes;
  }

  get reached(): boolean {
    return this.#target !== undefined && this.#position >= this.#target;
  }

  /** The number of bytes of the chunk that may pass. */
  allow(chunk: Buffer): number {
    const start = this.#position;
    const end = start + chunk.length;
    for (
      let at = Math.max(start, this.#next);
      at < end && this.#target === undefined;
      at = Math.max(start, this.#next)
    ) {
      const missing = FRAME_HEADER_BYTES - this.#header.length;
      const part = chunk.subarray(at - start, at - start + missing);
      this.#header = Buffer.concat([this.#header, part]);
      this.#next = at + part.length;
      if (this.#header.length < FRAME_HEADER_BYTES) break;
      this.#frame(at + part.length - FRAME_HEADER_BYTES);
    }
    this.#position = Math.min(end, this.#target ?? end);
    return this.#position - start;
  }

  #frame(start: number): void {
    const length = this.#header.readUIntBE(0, 3);
    const type = this.#header[3];
    this.#header = Buffer.alloc(0);
    const end = start + FRAME_HEADER_BYTES + length;
    this.#next = end;
    const { from, skip = 0, bytes } = this.#cut;
    if (from === 'start' || type !== FRAME_TYPES[from]) return;
    this.#seen += 1;
    if (this.#seen <= skip) return;
    const inside = bytes > 0 || Object.is(bytes, 0) ? start + bytes : end + bytes;
    this.#target = Math.min(Math.max(inside, start), end);
  }
}
