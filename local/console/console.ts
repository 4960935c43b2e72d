/**
 * The console: a page to look at everything and to do everything by hand, its API under `/api`, and a small HTTP API for
 * what tests and people script: faults, scheduled runs, addresses, events, the way of a row.
 */

import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { BodyTooLarge, sendJson, startHttpServer } from '../core/http/server.ts';
import type { Happening, Service, ServiceOptions } from '../core/service.ts';
import type { ScheduledJob } from '../scheduler/job.ts';
import { WayMemory } from '../way/memory.ts';
import { Access, GUARDS, isOfOtherSite } from './access.ts';
import { ApiProblem, type Resource } from './api/call.ts';
import { routesOf } from './api/routes.ts';
import type { ConsoleServices } from './api/services.ts';
import { lazyAssets } from './bundle.ts';
import { Rates } from './rates.ts';
import { FaultInvalid } from './rule.ts';
import { scripted } from './scripted.ts';
import { sendShell } from './shell.ts';
import { Watchers } from './watchers.ts';

export interface ConsoleOptions extends ServiceOptions {
  /** Default: `demo-penstock`. */
  readonly projectId?: string;
  readonly addresses: () => Readonly<Record<string, string>>;
  readonly runJob: (name: string, scheduleTime: Date | undefined) => Promise<boolean>;
  readonly jobs: () => readonly ScheduledJob[];
  /** The memory that `/way` answers from. Default: one that remembers nothing. */
  readonly way?: WayMemory;
  readonly rates?: Rates;
  /** The services of the page's own API. Without them it has events, faults and jobs only. */
  readonly services?: ConsoleServices;
}

export interface ConsoleService extends Service {
  /** Shows a happening to everyone who watches. */
  show(happening: Happening): void;
}

/** The pages, by the first segment of their paths. Some share it with the scripted API: a browser asks for HTML. */
export const PAGES: ReadonlySet<string> = new Set([
  '',
  'events',
  'follow',
  'sql',
  'tables',
  'topics',
  'subscriptions',
  'buckets',
  'loads',
  'errors',
  'cost',
  'dashboards',
  'documents',
  'schedule',
  'secrets',
  'faults',
  'functions',
]);

export async function startConsole(options: ConsoleOptions): Promise<ConsoleService> {
  const watchers = new Watchers();
  const access = new Access();
  const assets = lazyAssets();
  const { way = new WayMemory(), rates = new Rates(options.now), projectId = 'demo-penstock' } = options;
  const facts = { projectId, token: access.token, run: randomUUID(), parts: partsOf(options.services) };
  const script = scripted({ ...options, way, watchers });
  const api = routesOf({ ...options, ...facts, startedMs: options.now(), rates });

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    if (url === null) return sendJson(response, 400, { error: 'The request URL is not valid.' });
    const [first = '', ...rest] = url.pathname.slice(1).split('/');
    if (isForPage(request, first)) {
      const style = await assets('app.css');
      return sendShell(response, facts, style?.bytes.toString() ?? '');
    }
    if (first === 'assets') return sendAsset(rest.join('/'), response);
    if (first === 'api') return callApi(request, response, url, rest);
    if (isOfOtherSite(request.headers)) return refuse(response, 403, OTHER_SITE);
    return script(request, response, url);
  };

  async function sendAsset(name: string, response: ServerResponse): Promise<void> {
    const asset = await assets(name);
    if (asset === undefined) return refuse(response, 404, `There is no asset ${name}.`);
    response.writeHead(200, {
      ...GUARDS,
      'content-type': asset.type,
      'content-length': asset.bytes.length,
      // A chunk's name has its hash; the entry is asked for anew.
      'cache-control': /-[A-Z0-9]{8}\./.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    response.end(asset.bytes);
  }

  async function callApi(
    request: IncomingMessage,
    response: ServerResponse,
    url: URL,
    [name = '', ...segments]: readonly string[],
  ): Promise<void> {
    const verdict = access.judge(request);
    if (verdict === 'other-site') return refuse(response, 403, OTHER_SITE);
    if (verdict === 'no-token') return refuse(response, 403, NO_TOKEN);
    const resource: Resource | undefined = Object.hasOwn(api, name) ? api[name] : undefined;
    if (resource === undefined) return refuse(response, 404, `The console's API has no ${name}.`);
    const decoded = segments.map(decodeURIComponent);
    const { searchParams: query } = url;
    const call = {
      method: request.method ?? 'GET',
      segments: decoded,
      rest: segments.join('/'),
      query,
      request,
      response,
    };
    await resource(call);
  }

  const server = await startHttpServer(options, handle, (error, response) => {
    refuse(response, statusOf(error), (error as Error).message);
  });

  return {
    name: 'console',
    address: server.address,
    show: ({ units, ...happening }) => {
      rates.note(happening);
      const ids = units !== undefined && units.count > 0 ? { ids: units.at(0) } : {};
      watchers.show(JSON.stringify({ ...happening, ...ids, time: options.now() }));
    },
    close: () => server.close(),
  };
}

const OTHER_SITE = 'Pages of other sites are not answered.';
const NO_TOKEN = 'This page is of an earlier start of the local cloud: load it again.';

/** The names of what the suite gave, for the page's menu. */
function partsOf(services: ConsoleServices | undefined): readonly string[] {
  const { operations: redrive, calculator: cost, dashboards } = services ?? {};
  return Object.entries({ redrive, cost, dashboards }).flatMap(([name, part]) => (part === undefined ? [] : [name]));
}

/** A browser that goes somewhere asks for HTML; programs and the page's own calls do not. */
function isForPage({ method, headers }: IncomingMessage, first: string): boolean {
  if (method !== 'GET' || first === 'assets' || first === 'api') return false;
  if (first === '') return true;
  // An address that nothing has is answered by a page too, which says so.
  const isKnown = PAGES.has(first) || (headers['sec-fetch-dest'] === 'document' && !SCRIPTED.has(first));
  return isKnown && headers.accept?.includes('text/html') === true;
}

/** The scripted API, which answers a browser as it answers curl. */
const SCRIPTED: ReadonlySet<string> = new Set(['addresses', 'jobs', 'token', 'way']);

function refuse(response: ServerResponse, status: number, error: string): void {
  for (const [name, value] of Object.entries(GUARDS)) response.setHeader(name, value);
  sendJson(response, status, { error });
}

function statusOf(error: unknown): number {
  if (error instanceof ApiProblem) return error.status;
  if (error instanceof FaultInvalid || error instanceof URIError) return 400;
  if (error instanceof BodyTooLarge) return 413;
  // Errors of the services that are called in the process: each knows its own status.
  const status = Number((error as { readonly status?: unknown }).status);
  if (status >= 400 && status < 600) return status;
  return STATUS_OF[String((error as { readonly code?: unknown }).code)] ?? 500;
}

/** Errors of gRPC services, which have a code instead. */
const STATUS_OF: Readonly<Record<string, number>> = {
  INVALID_ARGUMENT: 400,
  FAILED_PRECONDITION: 400,
  NOT_FOUND: 404,
  ALREADY_EXISTS: 409,
  RESOURCE_EXHAUSTED: 429,
};
