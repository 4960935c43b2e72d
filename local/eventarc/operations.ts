/** Long-running operations: begun with the answer of a method, done when a client asks how it went, as in production. */

import { randomBytes } from 'node:crypto';
import { StatusError } from '../core/codes.ts';
import type { JsonObject } from '../core/http/json-body.ts';

const TYPES = 'type.googleapis.com/google.cloud.eventarc.v1';
/** The operations that are remembered; clients ask within seconds. */
const MOST = 1_000;

export class Operations {
  readonly #now: () => number;
  readonly #done = new Map<string, JsonObject>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The change has taken effect already; the operation tells of it when it is asked for. */
  begin(verb: 'create' | 'update' | 'delete', target: string, response: JsonObject): JsonObject {
    const parent = target.split('/').slice(0, 4).join('/');
    const ms = this.#now();
    const name = `${parent}/operations/operation-${ms}-${randomBytes(8).toString('hex')}`;
    const time = new Date(ms).toISOString();
    const metadata = {
      '@type': `${TYPES}.OperationMetadata`,
      createTime: time,
      target,
      verb,
      requestedCancellation: false,
      apiVersion: 'v1',
    };
    const answered = { '@type': `${TYPES}.Trigger`, ...response };
    this.#done.set(name, { name, metadata: { ...metadata, endTime: time }, done: true, response: answered });
    const [oldest] = this.#done.keys();
    if (this.#done.size > MOST && oldest !== undefined) this.#done.delete(oldest);
    return { name, metadata, done: false };
  }

  get(name: string): JsonObject {
    const found = this.#done.get(name);
    if (found === undefined) throw new StatusError('NOT_FOUND', `Resource '${name}' was not found`);
    return found;
  }

  list(parent: string): readonly JsonObject[] {
    return [...this.#done].filter(([name]) => name.startsWith(`${parent}/operations/`)).map(([, one]) => one);
  }

  delete(name: string): void {
    this.get(name);
    this.#done.delete(name);
  }
}
