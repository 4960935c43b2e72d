/** Google's id tokens, for sources behind Identity-Aware Proxy or on Cloud Run. */

import { googleAuth } from '@penstock/shared/runtime/google-auth.ts';

interface IdTokens {
  getIdTokenClient(
    audience: string,
  ): Promise<{ readonly idTokenProvider: { fetchIdToken(audience: string): Promise<string> } }>;
}

export async function googleIdToken(
  audience: string,
  load: () => Promise<IdTokens> = () => googleAuth('https://www.googleapis.com/auth/cloud-platform'),
): Promise<string> {
  const client = await (await load()).getIdTokenClient(audience);
  return client.idTokenProvider.fetchIdToken(audience);
}
