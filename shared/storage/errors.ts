/** The refusals of Cloud Storage's JSON API. */

import type { IncomingMessage } from 'node:http';
import { fromHttpRefusal, type PenstockError } from '../runtime/errors.ts';

/** The error of an answer that refuses. */
export function refusalOf({ statusCode, statusMessage, headers }: IncomingMessage, body: Buffer): PenstockError {
  const status = Number(statusCode);
  const { message = statusMessage, errors } = errorIn(body);
  const reason = errors?.[0]?.reason ?? '';
  return fromHttpRefusal(
    { status, reason, retryAfter: headers['retry-after'] },
    `Cloud Storage answered ${status}: ${message}`,
  );
}

interface JsonError {
  readonly message?: string;
  readonly errors?: readonly { readonly reason?: string }[];
}

/** Empty where something in between answered in words of its own. */
function errorIn(body: Buffer): JsonError {
  try {
    return (JSON.parse(body.toString('utf8')) as { readonly error?: JsonError }).error ?? {};
  } catch {
    return {};
  }
}
