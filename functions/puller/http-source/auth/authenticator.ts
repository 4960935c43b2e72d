/** Credentials on requests. Secrets are read from Secret Manager for each request and kept by its reader, so they rotate without a deploy. */

import type { Outgoing } from '../wire/exchange.ts';
import type { IntoConfig } from './auth-config.ts';

export interface Authenticator {
  /** The request with its credentials. Called for origins that are trusted with them, and for no other. */
  authorize(outgoing: Outgoing): Promise<Outgoing>;
  /** The credential of this request was refused: get another. False where there is no other to get. */
  renew(refused: Outgoing): boolean;
}

export const NO_AUTH: Authenticator = { authorize: async (outgoing) => outgoing, renew: () => false };

/** Credentials that are texts with secrets in them. After a refusal the next request reads the secret as it is kept. */
export function fixedAuth(into: IntoConfig, value: () => Promise<string>): Authenticator {
  return { authorize: async (outgoing) => withCredential(outgoing, into, await value()), renew: () => false };
}

export function basicAuth(user: () => Promise<string>, password: () => Promise<string>): Authenticator {
  return fixedAuth({ in: 'header', name: 'authorization', prefix: 'Basic ' }, async () =>
    Buffer.from(`${await user()}:${await password()}`).toString('base64'),
  );
}

export function withCredential(outgoing: Outgoing, into: IntoConfig, value: string): Outgoing {
  const text = `${into.prefix ?? ''}${value}`;
  if (into.in === 'header') return { ...outgoing, headers: { ...outgoing.headers, [into.name.toLowerCase()]: text } };
  const url = new URL(outgoing.url);
  url.searchParams.set(into.name, text);
  return { ...outgoing, url };
}
