/**
 * The header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): the same key with the same body is the same
 * issue, the same key with another body is a mistake.
 *
 * The id needs no store: it is derived from the caller, the key and the body, so a retry gets it again from whichever instance
 * answers, and two different issues never share one. Only noticing that a key came with another body needs a memory.
 */

import { createHash } from 'node:crypto';
import { derivedIssueId } from '@penstock/shared/issues/issue-id.ts';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Ledger } from '@penstock/shared/storage/ledger.ts';
import { Refusal } from './problem.ts';

const MAX_KEY_BYTES = 255;

/** The draft's form is a quoted string, and many clients send it bare: both are read. Blanks and control characters are refused. */
export function readKey(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const key = /^"((?:[^"\\]|\\["\\])*)"$/.exec(header)?.[1]?.replace(/\\(["\\])/g, '$1') ?? header;
  if (!/^[\x21-\x7e]+$/.test(key) || Buffer.byteLength(key) > MAX_KEY_BYTES || key.includes(',')) {
    throw new Refusal(
      'invalid-idempotency-key',
      `Send one Idempotency-Key of 1 to ${MAX_KEY_BYTES} printable ASCII characters without blanks and commas.`,
    );
  }
  return key;
}

export function fingerprintOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

/** The id of an issue that came with a key; `item` tells the issues of a batch apart. */
export function keyedIssueId(caller: string, key: string, fingerprint: string, item: number): string {
  return derivedIssueId('INC', caller, key, fingerprint, String(item));
}

/** The first use of a key. */
export interface KeyUse {
  readonly fingerprint: string;
  readonly firstMs: number;
}

export interface KeyMemory {
  /** Returns the first use of the key within the window, or the given use if it is the first. */
  firstUse(caller: string, key: string, use: KeyUse): Promise<KeyUse>;
}

export function parseKeyUse(stored: unknown): KeyUse {
  const { fingerprint, firstMs } = (stored ?? {}) as Partial<Record<keyof KeyUse, unknown>>;
  if (typeof fingerprint !== 'string' || typeof firstMs !== 'number')
    throw new TypeError('not the use of an idempotency key');
  return { fingerprint, firstMs };
}

/** Refuses a key that stands for another body. Returns when the key came first, so that retries tell the same time. */
export async function checkKey(
  memory: KeyMemory,
  caller: string,
  key: string,
  fingerprint: string,
  clock: Clock,
): Promise<number> {
  const first = await memory.firstUse(caller, key, { fingerprint, firstMs: clock.now() });
  if (first.fingerprint !== fingerprint) {
    throw new Refusal(
      'idempotency-key-reused',
      'This Idempotency-Key came with another body before: use a new key for a new issue.',
    );
  }
  return first.firstMs;
}

/** One instance's memory, bounded: keys older than the window are forgotten, and the oldest ones beyond the bound. */
export function localMemory(windowMs: number, maxKeys = 100_000): KeyMemory {
  const uses = new Map<string, KeyUse>();
  return {
    firstUse: async (caller, key, use) => {
      const name = nameOf(caller, key);
      const before = uses.get(name);
      if (before !== undefined && use.firstMs - before.firstMs < windowMs) return before;
      uses.delete(name);
      uses.set(name, use);
      // A Map keeps the order of insertion, so its first key is the oldest.
      if (uses.size > maxKeys) uses.delete(uses.keys().next().value as string);
      return use;
    },
  };
}

/** The memory of all instances: a ledger entry a key, created by the first request. */
export function ledgerMemory(ledger: Ledger<KeyUse>, windowMs: number): KeyMemory {
  return {
    firstUse: async (caller, key, use) => {
      const name = nameOf(caller, key);
      try {
        return (await ledger.create(name, use)).value;
      } catch (error) {
        if (!(error instanceof PenstockError) || error.code !== 'ALREADY_EXISTS') throw error;
      }
      const entry = await ledger.read(name);
      if (entry === undefined) throw new PenstockError('CONFLICT', `The ledger of ${name} went away while it was read`);
      if (use.firstMs - entry.value.firstMs < windowMs) return entry.value;
      return (await ledger.update(name, use, entry.generation)).value;
    },
  };
}

/** Bounds the wait for a memory: the client is told to come again, and does so with the same key. */
export function boundedMemory(memory: KeyMemory, deadlineMs: number): KeyMemory {
  return {
    firstUse: async (...asked) => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_resolve, reject) => {
        const error = new PenstockError('DEADLINE_EXCEEDED', `The ledger did not answer within ${deadlineMs} ms`);
        timer = setTimeout(reject, deadlineMs, error);
      });
      try {
        return await Promise.race([memory.firstUse(...asked), late]);
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** A hash, because callers choose their keys and must not choose the name of an object by that. */
function nameOf(caller: string, key: string): string {
  return createHash('sha256')
    .update(`${Buffer.byteLength(caller)}\0${caller}\0${key}`)
    .digest('hex');
}
