/** Google's auth library, loaded by whoever needs it first: a local run never does, and a cold start should not wait for it. */

import type { GoogleAuth } from 'google-auth-library';

export async function googleAuth(scope: string): Promise<GoogleAuth> {
  const { GoogleAuth } = await import('google-auth-library');
  return new GoogleAuth({ scopes: [scope] });
}
