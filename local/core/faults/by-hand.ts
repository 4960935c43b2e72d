/**
 * Reads of the console. Faults are scripted for the clients under test: a console that lists objects must neither be
 * refused by a rule nor use up its strikes. Only reads are spared; a message that is published by hand is a client's.
 */

import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The header by which the console's reads are known. Its value never leaves the process. */
export const BY_HAND_HEADER = 'x-penstock-by-hand';
export const BY_HAND_KEY: string = randomUUID();

const spared = new AsyncLocalStorage<true>();

export function isByHand({ method, headers }: Pick<IncomingMessage, 'method' | 'headers'>): boolean {
  return headers[BY_HAND_HEADER] === BY_HAND_KEY && (method === 'GET' || method === 'HEAD');
}

/** Runs `work`, and all that it waits for, without faults. */
export function withoutFaults<T>(work: () => T): T {
  return spared.run(true, work);
}

export function isSpared(): boolean {
  return spared.getStore() === true;
}
