/**
 * Wider HTTP/2 flow-control windows for our own gRPC servers. A window begins with 65,535 bytes (RFC 9113 section 6.9.2),
 * and a request that is larger waits for the server's WINDOW_UPDATE again and again. grpc-js reads its option
 * `grpc-node.flow_control_window` only where it is the client, and keeps the server's sessions to itself; Node tells of
 * each stream that begins, and so of its session, on a diagnostics channel.
 *
 * A window is what a client may send before anyone has read it, so it is also what a stream whose reading has stopped
 * can cost: at most `bytes`, held by Node until the stream is read again or ends.
 */

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { clampTimeout } from './timeout.ts';

/** Room for several batches under way. Four times as much moved no more rows on a loopback (docs/performance.md). */
export const WIDE_WINDOW_BYTES = 1024 * 1024;

export interface WideWindows {
  /** Marks a connection as one of this server's; called before it is handed to grpc-js. */
  mark(socket: Socket): void;
  /** Sessions that begin from now on are left as they are. */
  close(): void;
}

const CREATED = 'http2.server.stream.created';
/** Marks the owner of a connection. A session shows its socket only through a proxy, which hands properties on but is another object. */
const OWNER = Symbol('penstock.wide-windows');

type Headers = Record<string, unknown>;

interface Marked extends Socket {
  [OWNER]?: WideWindows;
}

/** The process may hold other HTTP/2 servers: theirs are not touched, and neither are those of another `WideWindows`. */
export function openWideWindows(bytes = WIDE_WINDOW_BYTES): WideWindows {
  const widened = new WeakSet<ServerHttp2Session>();
  const look = (message: unknown): void => {
    const { stream, headers } = message as { readonly stream: ServerHttp2Stream; readonly headers: Headers };
    const { session } = stream;
    // A session that is being torn down has no socket any more and takes no settings: both would throw.
    if (session === undefined || session.destroyed || (session.socket as Marked)[OWNER] !== windows) return;
    clampTimeout(headers);
    if (widened.has(session as ServerHttp2Session)) return;
    widened.add(session as ServerHttp2Session);
    session.settings({ initialWindowSize: bytes });
    (session as ServerHttp2Session).setLocalWindowSize(bytes);
  };
  const windows: WideWindows = {
    mark: (socket) => {
      (socket as Marked)[OWNER] = windows;
    },
    close: () => void unsubscribe(CREATED, look),
  };
  subscribe(CREATED, look);
  return windows;
}
