/** Carries a planned change out in the local cloud, through the services' own APIs. */

import { oneByOne } from '../../local/core/one-by-one.ts';
import type { Change } from '../provider/server.ts';
import { grant, type Send } from './policies.ts';
import { requestFor } from './requests.ts';

export interface CarryOut {
  /** For the provider: why a change is refused, or nothing. */
  readonly carryOut: (change: Change) => Promise<string | undefined>;
  /** The number of resources of each type that were made in the local cloud. */
  readonly made: ReadonlyMap<string, number>;
  /** Types of which nothing was made, because the local cloud has no such service. */
  readonly elsewhere: ReadonlySet<string>;
}

/** `addresses` are the local cloud's, by the names of its ports. */
export function carryOutIn(addresses: Readonly<Record<string, string>>): CarryOut {
  const made = new Map<string, number>();
  const elsewhere = new Set<string>();
  const send = sender(addresses);
  const inTurn = oneByOne();
  return {
    made,
    elsewhere,
    carryOut: async (change) => {
      // The rehearsal begins with nothing and ends with its cloud, so nothing is changed or taken away in between.
      if (change.before !== null || change.after === null) return undefined;
      try {
        // One change at a time: two grants that read the same policy would take each other away.
        if (await inTurn(() => make(change, send))) made.set(change.type, (made.get(change.type) ?? 0) + 1);
        else elsewhere.add(change.type);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      }
    },
  };
}

async function make(change: Change, send: Send): Promise<boolean> {
  const { type, after } = change;
  if (after !== null && type.endsWith('_iam_member')) return grant(type, after, send);
  const request = requestFor(change);
  if (request === undefined) return false;
  await send(request.api, request.method, request.path, request.media ?? request.body);
  return true;
}

function sender(addresses: Readonly<Record<string, string>>): Send {
  return async (api, method, path, body) => {
    const isMedia = body instanceof Uint8Array;
    const response = await fetch(`http://${addresses[api]}${path}`, {
      method,
      headers: { 'content-type': isMedia ? 'application/octet-stream' : 'application/json' },
      ...(body === undefined ? {} : { body: isMedia ? new Uint8Array(body) : JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await response.text();
    if (response.ok) return text === '' ? {} : JSON.parse(text);
    throw new Error(`${method} ${path}: ${messageOf(text) ?? `status ${response.status}`}`);
  };
}

function messageOf(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { readonly error?: { readonly message?: string } }).error?.message;
  } catch {
    return undefined;
  }
}
