/** Google's auth library, loaded on first use: a local run never needs it, and a cold start should not wait for it. */

import type { GoogleAuth } from 'google-auth-library';

export async function googleAuth(scope: string): Promise<GoogleAuth> {
  const { GoogleAuth } = await import('google-auth-library');
  return new GoogleAuth({ scopes: [scope] });
}
