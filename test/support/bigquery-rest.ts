/** The REST surface without a client: what a client would hide (status codes, headers, error bodies). */

import { PROJECT, type Warehouse } from './warehouse.ts';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into by path, and asserted
  readonly body: any;
}

export interface Rest {
  call(verb: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  /** Starts a job and follows it to its end. */
  job(configuration: unknown, reference?: unknown): Promise<Answer['body']>;
  rows(table: string): Promise<unknown[][]>;
}

/** Paths are relative to the project. */
export function restOf({ service }: Pick<Warehouse, 'service'>, project = PROJECT): Rest {
  const base = `http://${service.address}/bigquery/v2/projects/${project}`;
  const call: Rest['call'] = async (verb, path, body, headers = {}) => {
    const response = await fetch(`${base}${path}`, {
      method: verb,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    call,
    job: async (configuration, jobReference) => {
      let { status, body } = await call('POST', '/jobs', {
        configuration,
        ...(jobReference !== undefined && { jobReference }),
      });
      if (status !== 200) return body;
      const deadline = Date.now() + 30_000;
      while (body.status.state !== 'DONE') {
        if (Date.now() > deadline) throw new Error(`job ${body.jobReference.jobId} does not end`);
        await new Promise((resolve) => setTimeout(resolve, 3));
        ({ body } = await call('GET', `/jobs/${body.jobReference.jobId}`));
      }
      return body;
    },
    rows: async (table) => {
      const { body } = await call('GET', `/datasets/d/tables/${table}/data?formatOptions.useInt64Timestamp=true`);
      return (body.rows ?? []).map((row: { f: { v: unknown }[] }) => row.f.map(({ v }) => v));
    },
  };
}
