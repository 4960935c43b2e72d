/**
 * Requests to BigQuery's REST API with a body that is ready JSON text. They use the address and the credentials of Google's
 * client and nothing else of it: its own requests go through `projectify`, which replaces `{{projectId}}` in the caller's
 * text by the project's id, and whose work doubles with every nested array (a row of 40 levels stops the process for good).
 */

import type { BigQuery } from '@google-cloud/bigquery';
import { PenstockError } from '../../runtime/errors.ts';
import { traceHeaders } from '../../runtime/trace.ts';
import { postBytes, type RestAnswer } from './post-bytes.ts';
import { fromRestAnswer, fromRestFailure } from './rest-errors.ts';

export interface RestRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Behind `/projects/`, each part encoded by `restPath`: `p/datasets/d`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** JSON text or its bytes. A POST of bytes goes by a connection that may be closed meanwhile: its caller tries again. */
  readonly body?: string | Uint8Array;
  /** Default 60 s. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface RestClient {
  /** The project whose jobs and quota are used. */
  projectId(): Promise<string>;
  /** The answer's JSON, or throws a PenstockError with `http_status`, `reason` and `location` in its context. */
  request<T>(request: RestRequest): Promise<T>;
}

const TIMEOUT_MS = 60_000;

/**
 * A REST client over Google's client. Credentials travel over https only: with `BIGQUERY_EMULATOR_HOST`, an address of
 * plain http, none are looked for and none are sent.
 *
 * @example
 * const rest = restClient(await connectBigQuery('demo-penstock'));
 * await rest.request({ method: 'GET', path: restPath(await rest.projectId(), 'datasets', 'issues_ds') });
 */
export function restClient(client: BigQuery): RestClient {
  const base = client.baseUrl;
  const authorization = async (url: string): Promise<Headers> => {
    if (!url.startsWith('https://')) return new Headers();
    return new Headers(await client.authClient.getRequestHeaders(url));
  };
  return {
    projectId: () => client.getProjectId(),
    request: async <T>({ method, path, query = {}, body, timeoutMs = TIMEOUT_MS, signal }: RestRequest): Promise<T> => {
      const asked = new URLSearchParams(query).toString();
      const url = `${base}/projects/${path}${asked === '' ? '' : `?${asked}`}`;
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const headers = await authorization(url);
        for (const [name, value] of Object.entries(traceHeaders())) headers.set(name, value);
        if (body !== undefined) headers.set('content-type', 'application/json');
        const either = signal === undefined ? timeout : AbortSignal.any([timeout, signal]);
        const { status, text, retryAfter } =
          method === 'POST' && body instanceof Uint8Array
            ? await postBytes(url, headers, body, either)
            : await fetched(url, { method, headers, ...bodyOf(body), signal: either });
        if (status < 200 || status > 299) throw fromRestAnswer(status, text, retryAfter);
        return (text === '' ? {} : JSON.parse(text)) as T;
      } catch (error) {
        throw error instanceof PenstockError ? error : fromRestFailure(error, timeout.aborted ? timeoutMs : undefined);
      }
    },
  };
}

function bodyOf(body: string | Uint8Array | undefined): Pick<RequestInit, 'body'> {
  return body === undefined ? {} : { body: body as string | Uint8Array<ArrayBuffer> };
}

async function fetched(url: string, init: RequestInit): Promise<RestAnswer> {
  const response = await fetch(url, init);
  return { status: response.status, text: await response.text(), retryAfter: response.headers.get('retry-after') };
}

/**
 * A path of encoded parts, the project first.
 *
 * @example
 * restPath('demo-penstock', 'datasets', 'd', 'tables', 't$20260101'); // 'demo-penstock/datasets/d/tables/t%2420260101'
 */
export function restPath(projectId: string, ...parts: readonly string[]): string {
  // A domain-scoped project keeps its colon: the API does not take it encoded.
  return [encodeURIComponent(projectId).replace('%3A', ':'), ...parts.map(encodeURIComponent)].join('/');
}
