/** The objects that the requests of one source share: gate, connections, budget, credentials, redaction, limits. */

import type { LookupFunction } from 'node:net';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import type { SecretReader } from '@penstock/shared/runtime/secrets.ts';
import type { SourceFile } from '../source-file/source-file.ts';
import type { Authenticator } from './auth/authenticator.ts';
import { buildAuth } from './auth/build.ts';
import type { SingleUseParts } from './auth/single-use.ts';
import { durationOr } from './durations.ts';
import { type Budget, createBudget } from './rate.ts';
import { type Attempt, createRequester, type Requester } from './requester.ts';
import { createSecretValues, type SecretValues } from './secret-values.ts';
import type { RequestConfig } from './source-config.ts';
import { fillUrl, parseTemplate, placeholdersOf, type Values } from './template.ts';
import { waitOf } from './waits.ts';
import { addressCheck } from './wire/addresses.ts';
import { createExchange, type Exchange } from './wire/exchange.ts';
import { createGate, type Gate } from './wire/gate.ts';
import { Redactor } from './wire/redact.ts';

export interface HttpToolsParts {
  readonly clock: Clock;
  readonly secrets: Pick<SecretReader, 'read'>;
  readonly newId: () => string;
  /** Loopback addresses and http to them: for the local cloud. */
  readonly allowLoopback: boolean;
  readonly tokens?: Omit<SingleUseParts, 'clock' | 'name'>;
  readonly idToken?: (audience: string) => Promise<string>;
  readonly onAttempt?: (attempt: Attempt) => void;
  /** Wraps the connection of everything but credentials: records and replays answers. */
  readonly wrap?: (exchange: Exchange, redactor: Redactor) => Exchange;
  readonly lookup?: LookupFunction;
}

export interface HttpTools {
  readonly clock: Clock;
  readonly gate: Gate;
  readonly requester: Requester;
  readonly auth: Authenticator;
  readonly secrets: SecretValues;
  readonly redactor: Redactor;
  /** The settings of the file. */
  readonly values: Values;
  readonly pageRows: number;
  readonly show: (url: URL) => string;
  close(): void;
}

export function createHttpTools(file: SourceFile, parts: HttpToolsParts): HttpTools {
  const { clock, allowLoopback } = parts;
  const values: Values = { settings: file.settings ?? {} };
  const address = addressCheck({ allowLoopback });
  const own = originsOf(
    requestsOf(file).map(({ url }) => url),
    values,
  );
  const others = originsOf(tokenUrlsOf(file), values);
  const named = (file.credentialOrigins ?? []).map((origin) => new URL(origin));
  const gate = createGate({
    hosts: [...[...own, ...others, ...named].map(({ host }) => host), ...(file.hosts ?? [])],
    // A login sends its own credentials, where it has any, and never those of the session.
    credentialOrigins: [...own, ...named, ...(file.auth?.kind === 'session' ? others : [])].map(({ origin }) => origin),
    address,
    allowLoopback,
  });
  const redactor = new Redactor(secretNames(file));
  const plain = createExchange({ address, ...(parts.lookup === undefined ? {} : { lookup: parts.lookup }) });
  const exchange = parts.wrap?.(plain, redactor) ?? plain;
  const { rate, limits = {} } = file;
  const budget = createBudget(
    rate === undefined ? undefined : { requests: rate.requests, perMs: durationOr(rate.per, 1_000) },
    clock,
  );
  const common = {
    clock,
    gate,
    redactor,
    budget,
    onHeaders: (headers: Readonly<Record<string, string>>) => heedHeaders(file, headers, budget, clock.now()),
    limits: {
      timeoutMs: durationOr(limits.timeout, 60_000),
      wireBytes: limits.wireBytes ?? 64 * 1024 * 1024,
      decodedBytes: limits.decodedBytes ?? 256 * 1024 * 1024,
      ratio: limits.ratio ?? 200,
      attempts: limits.attempts ?? 6,
    },
    ...(parts.onAttempt === undefined ? {} : { onAttempt: parts.onAttempt }),
  };
  const requester = createRequester({ ...common, exchange });
  const secrets = createSecretValues(file.secrets ?? {}, parts.secrets, redactor);
  const closed = new AbortController();
  const auth = buildAuth(file.auth ?? { kind: 'none' }, {
    clock,
    secrets,
    settings: values,
    // Answers with credentials in them are never recorded.
    requester: createRequester({ ...common, exchange: plain }),
    gate,
    redactor,
    signal: closed.signal,
    tokens: parts.tokens === undefined ? undefined : { ...parts.tokens, name: file.name },
    idToken: parts.idToken ?? noIdToken,
  });
  return {
    clock,
    gate,
    requester,
    auth,
    secrets,
    redactor,
    values,
    pageRows: limits.pageRows ?? 1_000_000,
    show: (url) => redactor.url(url),
    close: () => {
      closed.abort();
      exchange.close();
    },
  };
}

/** If no request is left, the next one waits until there are some: before the source refuses, not after. */
function heedHeaders(
  { rate }: SourceFile,
  headers: Readonly<Record<string, string>>,
  budget: Budget,
  nowMs: number,
): void {
  if (rate?.remaining === undefined || rate.reset === undefined) return;
  if (Number(headers[rate.remaining.toLowerCase()] ?? 1) > 0) return;
  const waitMs = waitOf({ headers, body: undefined }, [rate.reset], nowMs);
  if (waitMs !== undefined) budget.holdUntil(nowMs + waitMs);
}

async function noIdToken(): Promise<string> {
  throw new Error('no Google credentials are connected');
}

/** Every request that gets the source's credentials. */
function requestsOf(file: SourceFile): readonly RequestConfig[] {
  const { request, export: job, each = [] } = file;
  const jobs =
    job === undefined
      ? []
      : [job.create, job.poll.request, ...('request' in job.download ? [job.download.request] : [])];
  return [
    ...(request === undefined ? [] : [request]),
    ...jobs,
    ...each.flatMap((level) => ('request' in level ? [level.request] : [])),
  ];
}

function tokenUrlsOf({ auth }: SourceFile): readonly string[] {
  if (auth?.kind === 'oauth2') return [auth.tokenUrl];
  return auth?.kind === 'session' ? [auth.request.url] : [];
}

/** Hosts come from the file and its settings, never from rows: a URL that begins with a parent's value is judged by `hosts`. */
function originsOf(urls: readonly string[], values: Values): readonly URL[] {
  return urls.flatMap((url) => {
    const template = parseTemplate(url);
    const host: typeof template = template.map((part) =>
      typeof part === 'string' || part.scope === 'settings' ? part : 'x',
    );
    const [first] = placeholdersOf(template);
    if (first !== undefined && template[0] === first && first.scope !== 'settings') return [];
    const filled = fillUrl(host, values) as string;
    return URL.canParse(filled) ? [new URL(filled)] : [];
  });
}

/** Query parameters that hold a secret: their values are struck out of every URL that is shown. */
function secretNames(file: SourceFile): readonly string[] {
  const queries = requestsOf(file).flatMap(({ query = {} }) => Object.entries(query));
  const secret = queries.filter(([, value]) => String(value).includes('{secret.')).map(([name]) => name);
  const { auth } = file;
  if (auth?.kind === 'api-key' && auth.in === 'query') return [...secret, auth.name];
  if ((auth?.kind === 'session' || auth?.kind === 'oauth2') && auth.into?.in === 'query')
    return [...secret, auth.into.name];
  return secret;
}
