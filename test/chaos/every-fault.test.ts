import assert from 'node:assert/strict';
import { parseTableName } from '@penstock/shared/bigquery/table-name.ts';
import { WriteClient } from '@penstock/shared/bigquery/write/client.ts';
import { openTableWriter } from '@penstock/shared/bigquery/writer/table-writer.ts';
import { FAULT_KINDS } from '../../local/core/faults/faults.ts';
import { killCommand, type StartedCommand, startCommand } from '../support/start-command.ts';
import { QUICK } from '../support/write-core.ts';

const SOAK = process.env.PENSTOCK_SOAK === '1';
const SERVICES = [
  'bigquery',
  'bigquery-storage',
  'pubsub',
  'storage',
  'eventarc',
  'scheduler',
  'secrets',
  'firestore',
] as const;
const POSITIONS = ['before', 'during', 'after'] as const;

type Rule = Readonly<Record<string, unknown>>;

/** Every kind on every method of every service; a reset and an error also at every point of a call. */
const RULES: readonly Rule[] = SERVICES.flatMap((service) =>
  FAULT_KINDS.flatMap((kind): readonly Rule[] => {
    const rule = { service, method: '*', kind, times: 0, probability: 0.6, delayMs: 5 };
    return kind === 'reset' ? POSITIONS.map((at) => ({ ...rule, at })) : [rule];
  }),
);

describe('every fault on every method', () => {
  let cloud: StartedCommand;
  before(async () => {
    cloud = await startCommand(['--memory', '--quiet']);
  });
  after(() => killCommand(cloud));

  const base = (name: string): string => `http://${cloud.addresses[name]}`;

  /** Ignores the answer, or its absence: only the end of the process counts here. */
  async function touch(method: string, url: string, body?: unknown): Promise<void> {
    const text = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
    const headers = { 'content-type': 'application/json' };
    await fetch(url, { method, headers, ...text, signal: AbortSignal.timeout(2_000) })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined);
  }

  /** Calls of every service, among them appends to a table that is made while faults are active. */
  async function traffic(round: number): Promise<void> {
    const project = 'projects/demo-penstock';
    const bigquery = `${base('bigquery')}/bigquery/v2/${project}`;
    const pubsub = `${base('pubsub')}/v1/${project}`;
    const storage = `${base('storage')}/storage/v1/b`;
    const upload = `${base('storage')}/upload/storage/v1/b/penstock-demo/o`;
    const secrets = `${base('secrets')}/v1/${project}/secrets`;
    const table = `late${round}`;
    const tableReference = { projectId: 'demo-penstock', datasetId: 'demo', tableId: table };
    const schema = { fields: [{ name: 'x', type: 'STRING' }] };
    await Promise.all([
      touch('POST', `${base('intake')}/`, { issue: 'x' }),
      touch('PUT', `${base('documents')}/documents/a/${round}`, { x: round }),
      touch('GET', `${base('documents')}/documents/a/${round}`),
      touch('DELETE', `${base('documents')}/documents/a/${round}`),
      touch('POST', `${upload}?uploadType=media&name=demo/t${round}/a.csv`, 'n\n1\n'),
      touch('POST', `${upload}?uploadType=media&name=demo/t${round}/_SUCCESS`, ''),
      touch('POST', `${upload}?uploadType=resumable&name=r${round}`, {}),
      touch('GET', `${storage}/penstock-demo/o?prefix=demo/`),
      touch('GET', `${storage}/penstock-demo/o/demo%2Ft${round}%2Fa.csv?alt=media`),
      touch('DELETE', `${storage}/penstock-demo/o/demo%2Ft${round}%2Fa.csv`),
      touch('GET', secrets),
      touch('GET', `${secrets}/none/versions/latest:access`),
      touch('POST', `${pubsub}/topics/issues-topic:publish`, { messages: [{ data: 'eA==' }] }),
      touch('POST', `${pubsub}/subscriptions/issues-debug-sub:pull`, { maxMessages: 10, returnImmediately: true }),
      touch('PUT', `${pubsub}/topics/topic-${round}`, {}),
      touch('GET', `${pubsub}/subscriptions`),
      touch('POST', `${bigquery}/datasets/demo/tables`, { tableReference, schema }),
      touch('POST', `${bigquery}/queries`, { query: 'SELECT 1', useLegacySql: false }),
      touch('GET', `${bigquery}/jobs`),
      touch('POST', `${base('console')}/jobs/loader-sweep:run`),
    ]);
    await Promise.all([
      touch('POST', `${bigquery}/datasets/demo/tables/${table}/insertAll`, { rows: [{ json: { x: '1' } }] }),
      touch('GET', `${bigquery}/datasets/demo/tables/${table}/data`),
      append(`demo-penstock.demo.${table}`),
    ]);
    await touch('DELETE', `${bigquery}/datasets/demo/tables/${table}`);
  }

  async function append(name: string): Promise<void> {
    const client = new WriteClient({
      endpoint: { emulatorHost: cloud.addresses['bigquery-storage'] as string },
      policy: { ...QUICK, notFoundGraceMs: 100, retry: { initialMs: 5, maxMs: 40, multiplier: 2, budgetMs: 300 } },
    });
    try {
      const writer = await openTableWriter<number>(client, parseTableName(name), {
        stream: { kind: 'default' },
        onDelivered: () => undefined,
        onRejected: () => undefined,
        onRetry: () => undefined,
      });
      for (let row = 0; row < 5; row += 1) await writer.add({ x: 'late' }, row);
      await writer.close();
    } catch {
      // It may fail in any way.
    } finally {
      await client.close();
    }
  }

  it('does not end the local cloud, which still takes an issue to its table', async function () {
    this.timeout(SOAK ? 1_200_000 : 120_000);
    const rules = SOAK ? [...RULES, ...RULES, ...RULES] : RULES.filter((_rule, at) => at % 4 === 1);
    for (const [round, rule] of rules.entries()) {
      await touch('POST', `${base('console')}/faults`, { ...rule, seed: round + 1 });
      await traffic(round);
      await touch('DELETE', `${base('console')}/faults`);
      assert.equal(cloud.child.exitCode ?? cloud.child.signalCode, null, `ended by ${JSON.stringify(rule)}`);
    }
    const issue = await fetch(base('intake'), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"issue":"last"}',
    });
    assert.equal(issue.status, 201);
    cloud.child.kill('SIGINT');
    const { code, stderr } = await cloud.ended;
    assert.deepEqual([code, stderr], [0, '']);
  });
});
