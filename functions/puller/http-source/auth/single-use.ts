/**
 * Single-use refresh tokens. The newest one is kept in Cloud Storage, sealed, and changed by compare-and-set under a lease:
 * one refresher at a time, even if runs overlap, and no run refreshes with a token that was used already.
 *
 * One gap is left that no client can close: a process that dies between the token endpoint's answer and the write has
 * used the old token and lost the new one. Then a new token has to be put into Secret Manager, which starts the chain anew.
 */

import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { type Leased, takeLease } from '@penstock/shared/storage/lease.ts';
import type { Ledger } from '@penstock/shared/storage/ledger.ts';
import { SourceError } from '../../source.ts';
import type { Granted } from './oauth.ts';
import { printOf, seal, sealKey, unseal } from './sealed.ts';
import type { Token } from './token.ts';

/** The stored token. `seed` names the token of Secret Manager that the chain began with. */
export interface StoredToken {
  readonly seed: string;
  readonly refresh: string;
  readonly access: string;
  readonly expiresMs: number;
}

export interface SingleUseParts {
  readonly ledger: Ledger<Leased<StoredToken>>;
  readonly name: string;
  readonly clock: Clock;
  readonly newId: () => string;
  /** Default 30 s. */
  readonly termMs?: number;
}

const EMPTY: StoredToken = { seed: '', refresh: '', access: '', expiresMs: 0 };
/** A token that another run stored is taken while it has so long to go. */
const WORTH_MS = 60_000;
const WAIT_MS = 500;
const WAITS = 40;

/** `refresh` sends one token request; `refused` is an access token that the source did not take. */
export async function singleUseToken(
  parts: SingleUseParts,
  { seed, clientSecret }: { readonly seed: string; readonly clientSecret: string },
  refused: string | undefined,
  refresh: (refreshToken: string) => Promise<Granted>,
): Promise<Token> {
  const { ledger, name, clock, newId, termMs = 30_000 } = parts;
  const key = sealKey(clientSecret);
  for (let wait = 0; wait < WAITS; wait += 1) {
    const taken = await takeLease(ledger, name, { owner: newId(), termMs, initial: EMPTY, clock });
    if (taken.state !== 'taken') {
      await clock.sleep(WAIT_MS);
      continue;
    }
    const { lease } = taken;
    const stored = lease.value;
    const sameChain = stored.seed === printOf(seed);
    const access = sameChain ? unseal(stored.access, key) : undefined;
    if (access !== undefined && access !== refused && stored.expiresMs - clock.now() > WORTH_MS) {
      await lease.release();
      return { text: access, expiresMs: stored.expiresMs };
    }
    const current = (sameChain ? unseal(stored.refresh, key) : undefined) ?? seed;
    // From here on the old token may be used up: the service has to say that the lease is ours.
    await lease.renew();
    const granted = await refresh(current).catch(async (error: unknown) => {
      await lease.release();
      throw error;
    });
    const next = granted.refreshToken ?? current;
    await lease.release({
      seed: printOf(seed),
      refresh: seal(next, key),
      access: seal(granted.text, key),
      expiresMs: granted.expiresMs,
    });
    return { text: granted.text, expiresMs: granted.expiresMs };
  }
  throw new SourceError(
    'retry',
    'UNAVAILABLE',
    `Another run holds the refresh token ${name} for more than ${(WAITS * WAIT_MS) / 1_000} s.`,
  );
}

export function readStoredToken(stored: unknown): StoredToken {
  const { seed, refresh, access, expiresMs } = (stored ?? {}) as Partial<Record<keyof StoredToken, unknown>>;
  if (
    typeof seed === 'string' &&
    typeof refresh === 'string' &&
    typeof access === 'string' &&
    typeof expiresMs === 'number'
  ) {
    return { seed, refresh, access, expiresMs };
  }
  throw new TypeError('a stored token has seed, refresh, access and expiresMs');
}
