/** An access token for Google's REST APIs. */

import { fromNodeError, messageOf, PenstockError } from './errors.ts';
import { googleAuth } from './google-auth.ts';
import { once } from './once.ts';

export type AccessToken = () => Promise<string>;

/** Throws UNAVAILABLE if the token service cannot be reached, and UNAUTHENTICATED if there are no credentials. */
export function googleAccessToken(scope: string): AccessToken {
  const auth = once(() => googleAuth(scope));
  return async () => {
    try {
      // It keeps the token and renews it in time.
      return String(await (await auth()).getAccessToken());
    } catch (error) {
      const code = fromNodeError(error)?.kind === 'transient' ? 'UNAVAILABLE' : 'UNAUTHENTICATED';
      throw new PenstockError(code, `No credentials for Google Cloud: ${messageOf(error)}`, { cause: error });
    }
  };
}
