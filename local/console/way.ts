/**
 * `GET /way?id=…`: the way of a row by any of its ids, as JSON. 404 where nothing is remembered of the id, with the same
 * shape, an empty list of steps and the reason. `GET /way/recent` lists what happened last, for a search box that is empty.
 */

import type { ServerResponse } from 'node:http';
import { sendJson } from '../core/http/server.ts';
import { followId } from '../way/follow.ts';
import type { WayMemory } from '../way/memory.ts';
import { stepOf } from '../way/step.ts';

const MAX_TYPED = 2_000;
const RECENT = 100;

export function sendWay(memory: WayMemory, searchParams: URLSearchParams, response: ServerResponse): void {
  const id = searchParams.get('id') ?? '';
  if (id.trim() === '' || id.length > MAX_TYPED) {
    sendJson(response, 400, { error: `Name an id of up to ${MAX_TYPED} characters: /way?id=INC-…` });
    return;
  }
  const way = followId(memory, id);
  if (way.steps.length > 0) sendJson(response, 200, way);
  else sendJson(response, 404, { ...way, error: unknown(id, way.memory.sinceMs) });
}

export function sendRecent(memory: WayMemory, searchParams: URLSearchParams, response: ServerResponse): void {
  const asked = Number(searchParams.get('limit') ?? RECENT);
  const limit = Number.isInteger(asked) && asked > 0 ? Math.min(asked, 1_000) : RECENT;
  const place = searchParams.get('place') ?? '';
  const kept = memory.latest(limit, ({ happening }) => place === '' || happening.resource.includes(place));
  sendJson(response, 200, { steps: kept.map((one) => stepOf(one, [0])) });
}

function unknown(id: string, sinceMs: number | undefined): string {
  const since =
    sinceMs === undefined ? 'Nothing has happened yet.' : `It reaches back to ${new Date(sinceMs).toISOString()}.`;
  return `Nothing is remembered of ${id.slice(0, 200)}. ${since} Try an issue id, a message id, an object, a job, a window, a table or a trace id.`;
}
