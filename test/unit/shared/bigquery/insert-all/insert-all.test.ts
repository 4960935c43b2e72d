import assert from 'node:assert/strict';
import { compileCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { parseExact } from '@penstock/shared/bigquery/codec/exact-json.ts';
import { type InsertOptions, insertAll } from '@penstock/shared/bigquery/insert-all/insert-all.ts';
import type { InsertOutcome, InsertRow } from '@penstock/shared/bigquery/insert-all/outcome.ts';
import { compileRowText } from '@penstock/shared/bigquery/insert-all/row-text.ts';
import { type RestClient, restClient } from '@penstock/shared/bigquery/rest/rest-client.ts';
import { schemaFromRest } from '@penstock/shared/bigquery/schema/from-rest.ts';
import { parseTableName } from '@penstock/shared/bigquery/table-name.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { restOf } from '../../../../support/bigquery-rest.ts';
import { startWarehouse, type Warehouse } from '../../../../support/warehouse.ts';

const QUICK: InsertOptions = { retry: { initialMs: 1, maxMs: 5, budgetMs: 5_000 }, notFoundGraceMs: 0 };
const TABLE = parseTableName('demo-test.d.t');

/** Rows of the table `id INTEGER, name STRING`. */
const rowsOf = (...ids: readonly unknown[]): InsertRow[] =>
  ids.map((id) => ({ json: JSON.stringify({ id, name: `row ${id}` }) }));
const kinds = (outcomes: readonly InsertOutcome[]): string[] => outcomes.map(({ outcome }) => outcome);

describe('insertAll', () => {
  let warehouse: Warehouse;
  let rest: RestClient;
  /** Bodies of the requests that were sent, in order. */
  let sent: string[];

  before(async () => {
    warehouse = await startWarehouse();
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());
  beforeEach(async () => {
    warehouse.faults.clear();
    sent = [];
    const real = restClient(warehouse.client);
    rest = {
      ...real,
      request: (request) => {
        sent.push(String(request.body));
        return real.request(request);
      },
    };
    const table = warehouse.client.dataset('d').table('t');
    await table.delete({ ignoreNotFound: true });
    await warehouse.client.dataset('d').createTable('t', { schema: 'id:INTEGER,name:STRING' });
  });

  const insert = (rows: readonly InsertRow[], options: InsertOptions = {}): Promise<readonly InsertOutcome[]> =>
    insertAll(rest, TABLE, rows, { ...QUICK, ...options });
  const ids = async (): Promise<number[]> => {
    const rows = await restOf(warehouse).rows('t');
    return rows.map(([id]) => Number(id)).sort((a, b) => a - b);
  };

  /** A service that answers as scripted, and then with success. */
  function scripted(...answers: readonly (unknown | Error)[]): RestClient {
    const left = [...answers];
    return {
      projectId: async () => 'p',
      request: async <T>(request: { readonly body?: string | Uint8Array }): Promise<T> => {
        sent.push(String(request.body));
        const answer = left.shift() ?? {};
        if (answer instanceof Error) throw answer;
        return answer as T;
      },
    };
  }

  it('delivers rows that are text or bytes', async () => {
    const outcomes = await insert([...rowsOf(1, 2), { json: Buffer.from('{"id":3}') }]);
    assert.deepEqual(kinds(outcomes), ['delivered', 'delivered', 'delivered']);
    assert.deepEqual(await ids(), [1, 2, 3]);
  });

  it('sends nothing where there are no rows', async () => {
    assert.deepEqual(await insert([]), []);
    assert.deepEqual(sent, []);
  });

  it('rejects the rows that BigQuery names, with every problem, and delivers the others', async () => {
    const outcomes = await insert(rowsOf(1, 'x', 2, 'y'));
    assert.deepEqual(kinds(outcomes), ['delivered', 'rejected', 'delivered', 'rejected']);
    const [, second] = outcomes;
    assert.ok(second?.outcome === 'rejected');
    assert.deepEqual(
      [second.error.code, second.problems[0]?.reason, second.problems[0]?.location],
      ['ROW_REJECTED', 'invalid', 'id'],
    );
    assert.deepEqual(await ids(), [1, 2]);
  });

  it('sends good rows again where BigQuery refuses all for the bad ones', async () => {
    const outcomes = await insert(rowsOf(1, 'x', 2), { skipInvalidRows: false });
    assert.deepEqual(kinds(outcomes), ['delivered', 'rejected', 'delivered']);
    assert.deepEqual(await ids(), [1, 2]);
    assert.equal(sent.length, 2);
  });

  it('rejects unknown fields, or has them dropped', async () => {
    const row = [{ json: '{"id":1,"other":2}' }];
    assert.deepEqual(kinds(await insert(row)), ['rejected']);
    assert.deepEqual(kinds(await insert(row, { ignoreUnknownValues: true })), ['delivered']);
  });

  it('finds the row that spoils its request, and delivers all others', async () => {
    const rows = rowsOf(0, 1, 2, 3, 4, 5, 6);
    rows[3] = { json: '{"id":' };
    const outcomes = await insert(rows);
    assert.deepEqual(kinds(outcomes), [
      'delivered',
      'delivered',
      'delivered',
      'rejected',
      'delivered',
      'delivered',
      'delivered',
    ]);
    assert.deepEqual(await ids(), [0, 1, 2, 4, 5, 6]);
  });

  it('stops halving where it is not a row that is refused', async () => {
    const refusal = new PenstockError('INPUT_INVALID', 'a view takes no rows', { stage: 'sending' });
    const never: RestClient = {
      projectId: async () => 'p',
      request: () => {
        sent.push('');
        return Promise.reject(refusal);
      },
    };
    const outcomes = await insertAll(never, TABLE, rowsOf(...Array(1_000).keys()), {
      ...QUICK,
      limits: { maxRows: 1_000 },
    });
    assert.ok(sent.length < 100, `${sent.length} requests`);
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'retry').length, 1_000 - 32);
  });

  it('cuts requests by rows and by bytes', async () => {
    await insert(rowsOf(1, 2, 3, 4, 5), { limits: { maxRows: 2 }, parallel: 1 });
    assert.deepEqual(
      sent.map((body) => JSON.parse(body).rows.length),
      [2, 2, 1],
    );
    sent = [];
    const row = rowsOf(1)[0] as InsertRow;
    const bytes = row.json.length + 12;
    await insert(rowsOf(1, 2, 3), { limits: { maxBytes: 2 * bytes }, parallel: 1 });
    assert.deepEqual(
      sent.map((body) => JSON.parse(body).rows.length),
      [2, 1],
    );
    sent = [];
    await insert(rowsOf(1, 2), { limits: { maxBytes: 1 } });
    assert.equal(sent.length, 2);
  });

  it('lets BigQuery drop a row that it has seen under the same id', async () => {
    const row = { json: '{"id":1}', insertId: 'a"b' };
    await insert([row]);
    await insert([row]);
    assert.deepEqual(await ids(), [1]);
  });

  it('tries again what is transient, and writes once with an id though an answer is lost', async () => {
    warehouse.faults.add({ service: 'bigquery', method: 'tabledata.insertAll', kind: 'ack-lost' });
    warehouse.faults.add({ service: 'bigquery', method: 'tabledata.insertAll', kind: 'error', code: 503, times: 2 });
    const waits: string[] = [];
    const rows = rowsOf(1, 2).map((row, at) => ({ ...row, insertId: `${at}` }));
    const outcomes = await insert(rows, { onRetry: ({ code }) => void waits.push(code) });
    assert.deepEqual(kinds(outcomes), ['delivered', 'delivered']);
    assert.deepEqual(waits, ['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE']);
    assert.deepEqual(await ids(), [1, 2]);
  });

  it('tries again only the rows that are refused for now', async () => {
    const answer = { insertErrors: [{ index: 1, errors: [{ reason: 'backendError', message: 'later' }] }] };
    const outcomes = await insertAll(scripted(answer), TABLE, rowsOf(1, 2, 3), QUICK);
    assert.deepEqual(kinds(outcomes), ['delivered', 'delivered', 'delivered']);
    assert.deepEqual(
      sent.map((body) => JSON.parse(body).rows.length),
      [3, 1],
    );
  });

  it('waits where every row is held back and none is at fault', async () => {
    const stopped = {
      insertErrors: [{ errors: [{ reason: 'stopped' }] }, { index: 1, errors: [{ reason: 'stopped' }] }],
    };
    const waits: string[] = [];
    const outcomes = await insertAll(scripted(stopped), TABLE, rowsOf(1, 2), {
      ...QUICK,
      onRetry: ({ code }) => void waits.push(code),
    });
    assert.deepEqual([kinds(outcomes), waits], [['delivered', 'delivered'], ['ABORTED']]);
  });

  it('gives rows back to be tried again when the time is up', async () => {
    warehouse.faults.add({ service: 'bigquery', method: 'tabledata.insertAll', kind: 'error', code: 503, times: 0 });
    const outcomes = await insert(rowsOf(1, 2), { retry: { initialMs: 1, maxMs: 2, budgetMs: 20 } });
    assert.deepEqual(kinds(outcomes), ['retry', 'retry']);
    const late = await insert(rowsOf(1), { deadline: Date.now() - 1 });
    assert.deepEqual(kinds(late), ['retry']);
  });

  it('gives rows back when it is cancelled, before a wait or in it', async () => {
    warehouse.faults.add({ service: 'bigquery', method: 'tabledata.insertAll', kind: 'error', code: 503, times: 0 });
    const controller = new AbortController();
    const options = {
      retry: { initialMs: 60_000, maxMs: 60_000, budgetMs: 600_000 },
      clock: { now: Date.now, random: () => 1, sleep: waitFor },
    };
    setTimeout(() => controller.abort(), 30);
    const outcomes = await insert(rowsOf(1), { ...options, signal: controller.signal });
    assert.deepEqual(kinds(outcomes), ['retry']);
    assert.deepEqual(kinds(await insert(rowsOf(1), { ...options, signal: AbortSignal.abort() })), ['retry']);
  });

  it('waits for a table that was made just now, and rejects rows of one that is not there', async () => {
    const missing = parseTableName('demo-test.d.missing');
    const outcomes = await insertAll(rest, missing, rowsOf(1, 2), QUICK);
    assert.deepEqual(
      outcomes.map((outcome) => outcome.outcome === 'rejected' && outcome.error.code),
      ['NOT_FOUND', 'NOT_FOUND'],
    );
    const notFound = new PenstockError('NOT_FOUND', 'not yet', { stage: 'sending' });
    const made = await insertAll(scripted(notFound, notFound), TABLE, rowsOf(1), { ...QUICK, notFoundGraceMs: 5_000 });
    assert.deepEqual(kinds(made), ['delivered']);
    const usual = await insertAll(scripted(notFound), TABLE, rowsOf(1), { retry: { initialMs: 1 } });
    assert.deepEqual(kinds(usual), ['delivered']);
  });

  it('takes a row as deep as it is in linear time, and leaves {{projectId}} alone', async () => {
    const deep = `${'['.repeat(200)}"{{projectId}}"${']'.repeat(200)}`;
    await warehouse.client.dataset('d').createTable('j', { schema: { fields: [{ name: 'j', type: 'JSON' }] } });
    const outcomes = await insertAll(
      rest,
      parseTableName('demo-test.d.j'),
      [{ json: JSON.stringify({ j: deep }) }],
      QUICK,
    );
    assert.deepEqual(kinds(outcomes), ['delivered']);
    const rows = await restOf(warehouse).rows('j');
    assert.deepEqual(rows, [[deep]]);
  });

  it('writes what the row text holds, digit by digit', async () => {
    const fields = [
      { name: 'i', type: 'INTEGER' },
      { name: 'n', type: 'NUMERIC' },
      { name: 'f', type: 'FLOAT' },
      { name: 'j', type: 'JSON' },
      { name: 'g', type: 'GEOGRAPHY' },
    ];
    await warehouse.client.dataset('d').createTable('exact', { schema: { fields } });
    const textOf = compileRowText(compileCodec(schemaFromRest({ fields }), { unknownFields: 'reject' }));
    const message =
      '{"i":9007199254740993,"n":12345678901234567890.123456789,"f":0.10000000000000001,"j":{"a":9007199254740993},"g":{"type":"Point","coordinates":[1,2]}}';
    const made = textOf(parseExact(message) as Record<string, unknown>);
    assert.ok('json' in made);
    const table = parseTableName('demo-test.d.exact');
    assert.deepEqual(kinds(await insertAll(rest, table, [made], QUICK)), ['delivered']);
    const [[id, numeric, float, json, geography] = assert.fail()] = await restOf(warehouse).rows('exact');
    assert.deepEqual([id, numeric, float], ['9007199254740993', '12345678901234567890.123456789', '0.1']);
    assert.deepEqual([json, geography], ['{"a":9007199254740993}', '{"type":"Point","coordinates":[1,2]}']);
  });
});

async function waitFor(ms: number, signal?: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}
