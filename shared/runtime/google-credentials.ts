/** Google's credentials on every gRPC call. */

import { credentials, Metadata, status } from '@grpc/grpc-js';
import { fromNodeError, messageOf } from './errors.ts';
import { googleAuth } from './google-auth.ts';
import { once } from './once.ts';

export interface CredentialsFor {
  /** As people call it: `Pub/Sub`. For the error. */
  readonly service: string;
  /** One of the scopes that the service takes. */
  readonly scope: string;
}

/** The part of google-auth-library's GoogleAuth that is used. */
export interface HeaderSource {
  getRequestHeaders(url?: string): Promise<Headers>;
}

/**
 * Not grpc-js's own `createFromGoogleCredential`: it reads the answer's keys as an object, and google-auth-library
 * answers with a `Headers`, which has none, so that every call would go out without authorization.
 */
export function googleCredentials(
  { service, scope }: CredentialsFor,
  load: () => Promise<HeaderSource> = () => googleAuth(scope),
): ReturnType<typeof credentials.createFromMetadataGenerator> {
  const source = once(load);
  return credentials.createFromMetadataGenerator((options, callback) => {
    source()
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
        (error: unknown) => callback(authError(service, error)),
      );
  });
}

/** A metadata server or token endpoint that cannot be reached is worth another try; missing credentials are not. */
function authError(service: string, error: unknown): Error {
  const transient = fromNodeError(error)?.kind === 'transient';
  const code = transient ? status.UNAVAILABLE : status.UNAUTHENTICATED;
  return Object.assign(new Error(`no credentials for ${service}: ${messageOf(error)}`, { cause: error }), { code });
}
