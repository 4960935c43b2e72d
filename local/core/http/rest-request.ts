/** The parts of a REST request that every Google API reads alike, and errors in Google's shape. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { asStatusError, CODES, StatusError } from '../codes.ts';
import { sendJson } from './server.ts';

export interface RestTarget {
  /** Decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
}

export function targetOf({ url = '/' }: IncomingMessage): RestTarget {
  const parsed = URL.parse(url, 'http://localhost');
  const path = parsed === null ? undefined : decoded(parsed.pathname);
  if (parsed === null || path === undefined) throw new StatusError('INVALID_ARGUMENT', 'The request URL is not valid.');
  return { path, query: parsed.searchParams };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

export function sendStatusError(response: ServerResponse, error: unknown): void {
  const { code, message } = asStatusError(error);
  const { http } = CODES[code];
  sendJson(response, http, { error: { code: http, message, status: code } });
}
