/** The whole suite as `npm start` runs it, on free ports and in memory. */

import { DEMO, suiteFunctions } from '../../demo/demo.ts';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../../local/cloud.ts';
import { freePort } from './free-port.ts';

/** The doors, which take every request: each gets a port that no other process sends to (`free-port.ts`). */
const DOORS = ['intake', 'firestore', 'loader', 'puller', 'sink'] as const;

export async function startSuite(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const own = await Promise.all(DOORS.map(async (door) => [door, await freePort()] as const));
  const ports = { ...Object.fromEntries(own), ...options.ports };
  return startLocalCloud({ ...DEMO, functions: suiteFunctions(), eventBackoffMs: 50, ...options, ports });
}

/** Rows of a query over REST, each a list of texts. */
export async function queryRows(
  cloud: Pick<LocalCloud, 'addresses' | 'projectId'>,
  sql: string,
): Promise<readonly (readonly unknown[])[]> {
  const response = await fetch(`http://${cloud.addresses.bigquery}/bigquery/v2/projects/${cloud.projectId}/queries`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: sql, useLegacySql: false }),
  });
  const answer = (await response.json()) as { rows?: { f: { v: unknown }[] }[]; error?: { message: string } };
  if (answer.error) throw new Error(answer.error.message);
  return (answer.rows ?? []).map(({ f }) => f.map(({ v }) => v));
}

/** Asks until the answer holds, or fails with the last one: shortly before mocha's own time is up, which could not name it. */
export async function eventually<T>(
  ask: () => Promise<T>,
  holds: (answer: T) => boolean,
  withinMs = 50_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (holds(answer)) return answer;
    if (Date.now() > end) throw new Error(`it did not come to hold; the last answer was ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
