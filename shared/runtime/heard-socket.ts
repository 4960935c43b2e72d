/**
 * Keeps an aborted HTTP request from ending the process.
 *
 * Node takes its own listener off a kept connection's socket when an answer ends. An abort right after the last byte was
 * read breaks the socket shortly before that end, and the socket tells its error shortly after it. No listener is left
 * then, and an error without a listener ends a process.
 */

import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Listens to the errors of the request's socket for as long as the socket lasts. The request still tells each error of
 * its own; use it for every request of `node:http` that a signal can abort.
 *
 * @example
 * const request = hearSocket(httpRequest('http://127.0.0.1:8080/', { signal: AbortSignal.timeout(1_000) }));
 * request.on('error', (error) => console.error(error.message));
 * request.end();
 */
export function hearSocket(request: ClientRequest): ClientRequest {
  return request.once('socket', (socket: Socket) => {
    // A kept connection serves many requests, and one listener is enough for all of them.
    if (!socket.listeners('error').includes(hear)) socket.on('error', hear);
  });
}

/** The request has told its caller. */
function hear(): void {}
