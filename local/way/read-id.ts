/**
 * An id as a person types it: bare, with its kind (`message:17`), or in the form that the service's own tools print
 * (`gs://bucket/a.csv#1712…`, a full document name, `project:location.job`). Pure.
 */

import { type Id, traceOf } from './ids.ts';

const DOCUMENT = /^projects\/[^/]+\/databases\/[^/]+\/documents\/(.+)$/;
const MESSAGE = /^projects\/[^/]+\/(?:topics|subscriptions)\/[^/]+\/messages\/(\d+)$/;
const TRACE = /^projects\/[^/]*\/traces\/([\da-f]{32})$/;
const JOB = /^[^:]+:[^.]+\.([\w-]+)$/;

/**
 * The candidates, the likeliest first.
 *
 * @example
 * readId('gs://uploads/a.csv#17')[0]; // { kind: 'object', value: 'uploads/a.csv#17' }
 */
export function readId(typed: string, kinds: (value: string) => readonly string[]): readonly Id[] {
  const text = typed.trim();
  const known = (value: string): readonly Id[] => kinds(value).map((kind) => ({ kind, value }));
  const trace = traceOf(text) ?? TRACE.exec(text)?.[1];
  if (trace !== undefined) return [{ kind: 'trace', value: trace }];
  const object = /^gs:\/\/(.+)$/.exec(text)?.[1];
  if (object !== undefined) return known(object);
  const named: Id[] = [];
  const colon = text.indexOf(':');
  if (colon > 0) {
    const kind = text.slice(0, colon);
    const value = text.slice(colon + 1);
    if (kinds(value).includes(kind)) named.push({ kind, value });
  }
  const inside = DOCUMENT.exec(text)?.[1] ?? MESSAGE.exec(text)?.[1] ?? JOB.exec(text)?.[1];
  return [...named, ...known(text), ...(inside === undefined ? [] : known(inside))];
}
