/** Google's credentials on every call. The library is loaded by the first call: a local run never needs it. */

import { credentials, Metadata, status } from '@grpc/grpc-js';
import { fromNodeError, messageOf } from '../../runtime/errors.ts';

/** One of the scopes that the service takes (reference 1.1). */
const SCOPE = 'https://www.googleapis.com/auth/bigquery';

/** What we need of google-auth-library's GoogleAuth. */
export interface HeaderSource {
  getRequestHeaders(url?: string): Promise<Headers>;
}

/**
 * Not grpc-js's own `createFromGoogleCredential`: it reads the answer's keys as an object, and google-auth-library
 * answers with a `Headers`, which has none, so that every call would go out without authorization.
 */
export function googleCredentials(
  load: () => Promise<HeaderSource> = googleAuth,
): ReturnType<typeof credentials.createFromMetadataGenerator> {
  let source: Promise<HeaderSource> | undefined;
  return credentials.createFromMetadataGenerator((options, callback) => {
    source ??= load();
    source
      .then((auth) => auth.getRequestHeaders(options.service_url))
      .then((headers) => {
        const metadata = new Metadata();
        headers.forEach((value, key) => {
          metadata.set(key, value);
        });
        return metadata;
      })
      .then(
        (metadata) => callback(null, metadata),
        (error: unknown) => callback(authError(error)),
      );
  });
}

/** A metadata server or token endpoint that cannot be reached is worth another try; missing credentials are not. */
function authError(error: unknown): Error {
  const transient = fromNodeError(error)?.kind === 'transient';
  const code = transient ? status.UNAVAILABLE : status.UNAUTHENTICATED;
  return Object.assign(new Error(`no credentials for BigQuery: ${messageOf(error)}`, { cause: error }), { code });
}

async function googleAuth(): Promise<HeaderSource> {
  const { GoogleAuth } = await import('google-auth-library');
  return new GoogleAuth({ scopes: [SCOPE] });
}
