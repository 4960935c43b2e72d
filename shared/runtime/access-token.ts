/** An access token for Google's REST APIs. The library is loaded by the first call: a local run never needs it. */

import { fromNodeError, messageOf, PenstockError } from './errors.ts';

export type AccessToken = () => Promise<string>;

/** Throws UNAVAILABLE where whoever gives tokens cannot be reached, and UNAUTHENTICATED where there is nobody to ask. */
export function googleAccessToken(scope: string): AccessToken {
  let loading: Promise<{ getAccessToken(): Promise<string | null | undefined> }> | undefined;
  return async () => {
    try {
      loading ??= import('google-auth-library').then(({ GoogleAuth }) => new GoogleAuth({ scopes: [scope] }));
      // It keeps the token and renews it in time.
      return String(await (await loading).getAccessToken());
    } catch (error) {
      const code = fromNodeError(error)?.kind === 'transient' ? 'UNAVAILABLE' : 'UNAUTHENTICATED';
      throw new PenstockError(code, `No credentials for Google Cloud: ${messageOf(error)}`, { cause: error });
    }
  };
}
