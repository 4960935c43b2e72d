/** Tokens that are got by a request and pass: one request at a time for all who wait, and a new one before the old has passed. */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
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
  let fetching: Promise<string> | undefined;

  async function fetched(): Promise<string> {
    try {
      const token = await fetchToken(refused);
      const gotMs = clock.now();
      const lifeMs = token.expiresMs - gotMs;
      held = { token, gotMs, freshMs: token.expiresMs - Math.min(MARGIN_MS, lifeMs / 10) };
      return token.text;
    } finally {
      fetching = undefined;
    }
  }

  return {
    authorize: async (outgoing) => {
      if (held !== undefined && clock.now() < held.freshMs) return withCredential(outgoing, into, held.token.text);
      fetching ??= fetched();
      return withCredential(outgoing, into, await fetching);
    },
    renew: () => {
      if (held === undefined) return fetching !== undefined;
      if (clock.now() - held.gotMs < YOUNG_MS && refused !== undefined) return false;
      refused = held.token.text;
      held = undefined;
      return true;
    },
  };
}
