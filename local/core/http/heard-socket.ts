/**
 * Keeps an aborted HTTP request from ending the process: Node takes its own listener off a kept connection's socket when
 * an answer ends, and the error of an abort in that very moment comes after it.
 */

import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

/** Listens to the errors of the request's socket for as long as the socket lasts; the request tells its own as before. */
export function hearSocket(request: ClientRequest): ClientRequest {
  return request.once('socket', (socket: Socket) => {
    // A kept connection serves many requests, and one listener is enough for all of them.
    if (!socket.listeners('error').includes(hear)) socket.on('error', hear);
  });
}

/** The request has told its caller. */
function hear(): void {}
