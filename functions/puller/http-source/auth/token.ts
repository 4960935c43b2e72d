/** Tokens that are got by a request and pass: one request at a time for all who wait, and a new one before the old has passed. */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import type { Outgoing } from '../wire/exchange.ts';
import type { IntoConfig } from './auth-config.ts';
import { type Authenticator, withCredential } from './authenticator.ts';

export interface Token {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly expiresMs: number;
}

/** `refused` is the token that the source did not take, where there is one. */
export type FetchToken = (refused: string | undefined) => Promise<Token>;

/** A token is not used for its last minute, or tenth: the request has to arrive before it passes. */
const MARGIN_MS = 60_000;
/** A token that the source refuses right after it was given is not worth another one. */
const YOUNG_MS = 1_000;

export function tokenAuth(into: IntoConfig, fetchToken: FetchToken, clock: Clock): Authenticator {
  let held: { readonly token: Token; readonly gotMs: number; readonly freshMs: number } | undefined;
  let refused: string | undefined;
  let fetching: Promise<Token> | undefined;
  const sentWith = new WeakMap<Outgoing, Token>();

  async function fetched(): Promise<Token> {
    try {
      const token = await fetchToken(refused);
      const gotMs = clock.now();
      const lifeMs = token.expiresMs - gotMs;
      held = { token, gotMs, freshMs: token.expiresMs - Math.min(MARGIN_MS, lifeMs / 10) };
      return token;
    } finally {
      fetching = undefined;
    }
  }

  async function current(): Promise<Token> {
    if (held !== undefined && clock.now() < held.freshMs) return held.token;
    fetching ??= fetched();
    return fetching;
  }

  return {
    authorize: async (outgoing) => {
      const token = await current();
      const sent = withCredential(outgoing, into, token.text);
      sentWith.set(sent, token);
      return sent;
    },
    renew: (sent) => {
      const token = sentWith.get(sent);
      if (token === undefined) return false;
      // Another request was refused with this token before: there is a new one, or the next request gets it.
      if (token !== held?.token) return true;
      if (clock.now() - held.gotMs < YOUNG_MS && refused !== undefined) return false;
      refused = held.token.text;
      held = undefined;
      return true;
    },
  };
}
