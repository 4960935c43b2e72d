/**
 * The console: a page that shows what flows, and a small HTTP API for what tests and people script: faults, scheduled
 * runs, addresses. Everything it shows is also there as JSON.
 */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { FAULT_KINDS, type FaultRule } from '../faults/faults.ts';
import { BodyTooLarge, readBody, sendJson, startHttpServer } from '../http/server.ts';
import type { Happening, Service, ServiceOptions } from '../service.ts';
import { WayMemory } from '../way/memory.ts';
import { page } from './page.ts';
import { FaultInvalid, readFaultRule } from './rule.ts';
import { Watchers } from './watchers.ts';
import { sendRecent, sendWay } from './way.ts';

export interface ConsoleOptions extends ServiceOptions {
  readonly addresses: () => Readonly<Record<string, string>>;
  readonly runJob: (name: string, scheduleTime: Date | undefined) => Promise<boolean>;
  readonly jobs: () => readonly string[];
  /** The memory that `/way` answers from. Default: one that remembers nothing. */
  readonly way?: WayMemory;
}

export interface ConsoleService extends Service {
  /** Shows a happening to everyone who watches. */
  show(happening: Happening): void;
}

export async function startConsole(options: ConsoleOptions): Promise<ConsoleService> {
  const watchers = new Watchers();
  const { way = new WayMemory() } = options;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = URL.parse(request.url ?? '/', 'http://localhost');
    if (url === null) return sendJson(response, 400, { error: 'The request URL is not valid.' });
    const { pathname, searchParams } = url;
    const route = `${request.method} ${pathname}`;
    const rule = /^DELETE \/faults\/([0-9a-f-]+)$/.exec(route)?.[1];
    const job = /^POST \/jobs\/([^/]+):run$/.exec(route)?.[1];
    if (route === 'GET /') return sendPage(response, options.addresses());
    if (route === 'GET /addresses') return sendJson(response, 200, options.addresses());
    if (route === 'GET /events') return watchers.add(request, response);
    if (route === 'GET /faults') return sendJson(response, 200, { faults: options.faults.list(), kinds: FAULT_KINDS });
    if (route === 'POST /faults') return sendJson(response, 201, { id: options.faults.add(await readRule(request)) });
    if (route === 'DELETE /faults') return sendJson(response, 200, clear(options));
    if (rule !== undefined) return sendJson(response, options.faults.remove(rule) ? 200 : 404, {});
    if (route === 'GET /way') return sendWay(way, searchParams, response);
    if (route === 'GET /way/recent') return sendRecent(way, searchParams, response);
    if (route === 'GET /jobs') return sendJson(response, 200, { jobs: options.jobs() });
    if (job !== undefined) return runJob(options, decodeURIComponent(job), searchParams.get('scheduleTime'), response);
    return sendJson(response, 404, { error: `There is nothing at ${route}.` });
  };

  const server = await startHttpServer(options, handle, (error, response) => {
    const status =
      error instanceof FaultInvalid || error instanceof URIError ? 400 : error instanceof BodyTooLarge ? 413 : 500;
    sendJson(response, status, { error: (error as Error).message });
  });

  return {
    name: 'console',
    address: server.address,
    show: ({ units, ...happening }) =>
      watchers.show(JSON.stringify({ ...happening, ...(units?.[0] && { ids: units[0] }), time: options.now() })),
    close: () => server.close(),
  };
}

function sendPage(response: ServerResponse, addresses: Readonly<Record<string, string>>): void {
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
  });
  response.end(page(addresses));
}

function clear(options: ConsoleOptions): object {
  options.faults.clear();
  return {};
}

async function readRule(request: IncomingMessage): Promise<FaultRule> {
  const text = (await readBody(request, 64 * 1024)).toString('utf8');
  try {
    return readFaultRule(JSON.parse(text));
  } catch (error) {
    throw error instanceof FaultInvalid ? error : new FaultInvalid('the body is not JSON');
  }
}

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

async function runJob(
  options: ConsoleOptions,
  name: string,
  scheduleTime: string | null,
  response: ServerResponse,
): Promise<void> {
  if (!options.jobs().includes(name)) return sendJson(response, 404, { error: `There is no job ${name}.` });
  const time = scheduleTime === null ? undefined : new Date(scheduleTime);
  // `new Date` also reads `1`, as a year.
  if (time !== undefined && (Number.isNaN(time.getTime()) || !RFC_3339.test(scheduleTime ?? '')))
    return sendJson(response, 400, { error: 'scheduleTime is not a time like 2026-01-02T03:10:00Z.' });
  const succeeded = await options.runJob(name, time);
  return sendJson(response, succeeded ? 200 : 502, { succeeded });
}
