/** One call, however it came in: what a method may know of its caller, and what a fault may do to it. */

export interface Connection {
  /** Breaks off in the middle, as a network does. */
  reset(): void;
  /** Asks the client to go elsewhere; over HTTP/1.1 there is only the close after the answer. */
  goAway(): void;
}

export interface Call {
  readonly connection: Connection;
  /** True once the client no longer waits for the answer. */
  readonly ended: boolean;
  onEnd(listener: () => void): void;
}

/** A unary method: the request's bytes in, the answer's bytes out. */
export type Unary = (request: Buffer, call: Call) => Promise<Uint8Array>;
