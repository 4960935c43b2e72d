/** The API for scripts and tests, as plain as curl wants it: addresses, events, faults, jobs, the way of a row. */

import type { IncomingMessage, ServerResponse } from 'node:http';
import { tokenAnswer } from '../core/credentials.ts';
import { FAULT_KINDS, type FaultRule, type Faults } from '../core/faults/faults.ts';
import { readBody, sendJson } from '../core/http/server.ts';
import type { ScheduledJob } from '../scheduler/job.ts';
import type { WayMemory } from '../way/memory.ts';
import { readScheduleTime } from './api/schedule-time.ts';
import { FaultInvalid, readFaultRule } from './rule.ts';
import type { Watchers } from './watchers.ts';
import { sendRecent, sendWay } from './way.ts';

export interface ScriptedParts {
  readonly addresses: () => Readonly<Record<string, string>>;
  readonly faults: Faults;
  readonly jobs: () => readonly ScheduledJob[];
  readonly runJob: (name: string, scheduleTime: Date | undefined) => Promise<boolean>;
  readonly way: WayMemory;
  readonly watchers: Watchers;
}

type Handle = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void;

export function scripted(parts: ScriptedParts): Handle {
  const { faults, way, watchers } = parts;
  return async (request, response, { pathname, searchParams }) => {
    const route = `${request.method} ${pathname}`;
    const rule = /^DELETE \/faults\/([0-9a-f-]+)$/.exec(route)?.[1];
    const job = /^POST \/jobs\/([^/]+):run$/.exec(route)?.[1];
    if (route === 'GET /addresses') return sendJson(response, 200, parts.addresses());
    if (route === 'GET /events') return watchers.add(request, response);
    if (route === 'GET /faults') return sendJson(response, 200, { faults: faults.list(), kinds: FAULT_KINDS });
    if (route === 'POST /faults') return sendJson(response, 201, { id: faults.add(await readRule(request)) });
    if (route === 'DELETE /faults') {
      faults.clear();
      return sendJson(response, 200, {});
    }
    if (rule !== undefined) return sendJson(response, faults.remove(rule) ? 200 : 404, {});
    if (route === 'GET /way') return sendWay(way, searchParams, response);
    if (route === 'GET /way/recent') return sendRecent(way, searchParams, response);
    if (route === 'POST /token') return sendJson(response, 200, tokenAnswer());
    if (route === 'GET /jobs') return sendJson(response, 200, { jobs: parts.jobs().map(({ name }) => name) });
    if (job !== undefined) return runJob(parts, decodeURIComponent(job), searchParams.get('scheduleTime'), response);
    return sendJson(response, 404, { error: `There is nothing at ${route}.` });
  };
}

async function readRule(request: IncomingMessage): Promise<FaultRule> {
  const text = (await readBody(request, 64 * 1024)).toString('utf8');
  try {
    return readFaultRule(JSON.parse(text));
  } catch (error) {
    throw error instanceof FaultInvalid ? error : new FaultInvalid('the body is not JSON');
  }
}

async function runJob(
  { jobs, runJob: run }: ScriptedParts,
  name: string,
  scheduleTime: string | null,
  response: ServerResponse,
): Promise<void> {
  if (!jobs().some((job) => job.name === name)) return sendJson(response, 404, { error: `There is no job ${name}.` });
  const time = scheduleTime === null ? undefined : readScheduleTime(scheduleTime);
  if (time === null) return sendJson(response, 400, { error: 'scheduleTime is not a time like 2026-01-02T03:10:00Z.' });
  const succeeded = await run(name, time);
  return sendJson(response, succeeded ? 200 : 502, { succeeded });
}
