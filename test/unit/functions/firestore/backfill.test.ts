import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readFlatIssue } from '@penstock/shared/issues/flat-message.ts';
import { type Clock, systemClock } from '@penstock/shared/runtime/clock.ts';
import { createReader, type ReaderOptions } from '../../../../functions/firestore/backfill/documents.ts';
import type { Service } from '../../../../local/core/service.ts';
import { startFirestore } from '../../../../local/firestore/firestore.ts';
import { setEnvironment } from '../../../support/environment.ts';
import { type FirestoreUnderTest, PROJECT, ROOT, startFirestoreDoor } from '../../../support/firestore.ts';
import { penstock, type Ran } from '../../../support/penstock.ts';

/** A line of progress is written over itself: here each stands on its own. */
function linesOf(text: string): string {
  return text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n');
}

/** Sleeps no longer than a turn of the loop, and remembers how long it should have. */
function quickClock(): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  let now = 1_000;
  const sleep = async (ms: number, signal?: AbortSignal): Promise<void> => {
    signal?.throwIfAborted();
    slept.push(ms);
    now += ms;
  };
  return { now: () => now, sleep, random: () => 0.5, slept };
}

describe('the backfill', () => {
  let door: FirestoreUnderTest;
  let documents: Service;
  let folder: string;
  before(async () => {
    door = await startFirestoreDoor();
    const options = { host: '127.0.0.1', port: 0, stateDir: undefined, faults: door.faults, report: () => undefined };
    documents = await startFirestore({ ...options, now: Date.now, projectId: PROJECT, emit: async () => undefined });
    folder = await mkdtemp(join(tmpdir(), 'penstock-backfill-'));
    for (let at = 0; at < 25; at += 1) await put(`issues/${String(at).padStart(2, '0')}`, { n: at });
    await put('users/älice/orders/1', { secret: 'RAW', n: 1 });
  });
  after(async () => {
    await documents.close();
    await door.close();
    await rm(folder, { recursive: true });
  });
  afterEach(async () => {
    door.faults.clear();
    await door.issues();
    await door.errors();
  });

  const put = async (path: string, fields: object): Promise<{ readonly updateTime: string }> => {
    const response = await fetch(`http://${documents.address}/documents/${path}`, {
      method: 'PATCH',
      body: JSON.stringify(fields),
    });
    return (await response.json()) as { updateTime: string };
  };

  async function run(
    args: readonly string[],
    more: {
      readonly env?: Record<string, string | undefined>;
      readonly clock?: Clock;
      readonly signal?: AbortSignal;
    } = {},
  ): Promise<Ran> {
    const { env, ...given } = more;
    const ran = await penstock(['firestore', 'backfill', ...args], {
      ...given,
      isTerminal: true,
      env: { GOOGLE_CLOUD_PROJECT: PROJECT, FIRESTORE_EMULATOR_HOST: documents.address, ...env },
    });
    return { code: ran.code, out: ran.out.trimEnd(), error: linesOf(ran.error) };
  }

  it('publishes every document of a collection once, marked IMPORT and with its own update time', async () => {
    const { updateTime } = await put('issues/24', { n: 'changed' });
    const ran = await run(['--collection', 'issues', '--page', '10'], { env: { FIRESTORE_DOCUMENTS: 'issues/{id}' } });
    assert.deepEqual(ran, { code: 0, out: 'published 25, rejected 0, dropped 0', error: '' });
    const messages = await door.issues();
    const issues = messages.map(({ data }) => readFlatIssue(data));
    assert.equal(new Set(issues.map(({ issue_id }) => issue_id)).size, 25);
    const last = issues.find(({ payload }) => payload.includes('issues/24'));
    assert.equal(last?.created_at, updateTime);
    const payload = JSON.parse(last?.payload ?? '') as Record<string, unknown>;
    const { create_time, ...rest } = payload;
    assert.equal(typeof create_time, 'string');
    assert.deepEqual(rest, {
      operation: 'IMPORT',
      document: 'issues/24',
      document_id: '24',
      document_name: `${ROOT}/issues/24`,
      collection: 'issues',
      database: '(default)',
      path_params: { id: '24' },
      encoding: 'plain',
      data: { n: 'changed' },
      old_data: null,
      changed_fields: null,
      update_time: updateTime,
      auth_type: null,
      auth_id: null,
      event_id: null,
      event_type: null,
      event_time: null,
    });
    assert.deepEqual(
      messages.map(({ attributes }) => [attributes.operation, attributes.event_type]),
      new Array(25).fill(['IMPORT', undefined]),
    );
  });

  it('publishes the same issue ids when it walks again', async () => {
    const walk = async (): Promise<readonly string[]> => {
      await run(['--collection', 'issues']);
      return (await door.issues()).map(({ data }) => readFlatIssue(data).issue_id).sort();
    };
    assert.deepEqual(await walk(), await walk());
  });

  it('reads a nested collection, and treats its fields as the function does', async () => {
    const env = { FIRESTORE_FIELDS: '{"secret":"mask"}', FIRESTORE_ENCODING: 'typed' };
    await run(['--collection', 'users/älice/orders'], { env });
    const [message] = await door.issues();
    const { data } = JSON.parse(readFlatIssue(message?.data ?? Buffer.alloc(0)).payload) as { data: unknown };
    assert.deepEqual(data, { n: { integerValue: '1' }, secret: { stringValue: '***' } });
  });

  it('drops what no pattern takes, and publishes nothing in a dry run', async () => {
    const env = { FIRESTORE_DOCUMENTS: 'users/{id}' };
    assert.equal((await run(['--collection', 'issues'], { env })).out, 'published 0, rejected 0, dropped 25');
    const cursor = join(folder, 'dry');
    const dry = await run(['--collection', 'issues', '--dry-run', '--cursor', cursor]);
    assert.equal(dry.out, 'would publish 25, rejected 0, dropped 0');
    await assert.rejects(readFile(cursor));
    assert.deepEqual(await door.issues(), []);
  });

  it('goes on where it was, after the page that was published last', async () => {
    const args = ['--collection', 'issues', '--page', '10', '--cursor', join(folder, 'cursor')];
    door.faults.add({ service: 'firestore', method: 'GET', kind: 'error', code: 403, skip: 1, message: 'not you' });
    const stopped = await run(args);
    assert.equal(stopped.code, 1);
    assert.match(
      stopped.error,
      /^PERMISSION_DENIED: Not all is published\. Firestore answered 403: not you The same command goes on/,
    );
    assert.equal((await door.issues()).length, 10);
    const rest = await run(args);
    assert.deepEqual(rest, { code: 0, out: 'published 25, rejected 0, dropped 0', error: '' });
    assert.equal((await door.issues()).length, 15);
    const again = await run(args);
    assert.match(again.error, /says that this walk is done: remove it to walk again/);
    assert.deepEqual([again.code, await door.issues()], [0, []]);
  });

  it('ends with what failed for good, at the page that it failed in', async () => {
    door.faults.add({ service: 'pubsub', method: 'Publish', kind: 'error', code: 'NOT_FOUND', times: 0 });
    const ran = await run(['--collection', 'issues', '--page', '10']);
    assert.equal(ran.code, 1);
    assert.match(ran.error, /^NOT_FOUND: Not all is published\. /);
  });

  it('tries again what fails for a while, and says so', async () => {
    door.faults.add({ service: 'firestore', method: 'GET', kind: 'error', code: 503, times: 2, message: 'soon' });
    const clock = quickClock();
    const ran = await run(['--collection', 'issues'], { clock });
    assert.equal(ran.code, 0);
    assert.match(ran.error, /^UNAVAILABLE, again in 50 ms: Firestore answered 503: soon\nUNAVAILABLE, again in 100 ms/);
    assert.equal((await door.issues()).length, 25);
  });

  it('publishes no faster than it may, and tells how far it is', async () => {
    const clock = quickClock();
    const ran = await run(['--collection', 'issues', '--rate', '5', '--page', '10'], { clock });
    const waited = clock.slept.reduce((sum, ms) => sum + ms, 0);
    assert.ok(waited > 4_700 && waited <= 4_800, `${waited}`);
    assert.match(ran.error, /^published 10, rejected 0, dropped 0; 6 a second\npublished 20, /);
  });

  it('counts what it does itself, and not what was done before, for how fast it is', async () => {
    const args = ['--collection', 'issues', '--rate', '5', '--page', '5', '--cursor', join(folder, 'fast')];
    door.faults.add({ service: 'firestore', method: 'GET', kind: 'error', code: 403, skip: 1 });
    await run(args, { clock: quickClock() });
    const ran = await run(args, { clock: quickClock() });
    assert.match(ran.error, /^published 15, rejected 0, dropped 0; 6 a second\n/);
  });

  it('stops when it is told to, also while it asks', async () => {
    const stop = new AbortController();
    const clock = { ...quickClock(), sleep: async () => stop.abort(new Error('Stopped.')) };
    door.faults.add({ service: 'firestore', method: 'GET', kind: 'error', code: 503 });
    const ran = await run(['--collection', 'issues'], { clock, signal: stop.signal });
    assert.match(ran.error, /Not all is published\. Stopped\.$/);
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const clock = { ...quickClock(), sleep: async () => stop.abort(new Error('Stopped.')) };
    const ran = await run(['--collection', 'issues', '--rate', '1', '--cursor', join(folder, 'stop')], {
      clock,
      signal: stop.signal,
    });
    assert.deepEqual([ran.code, ran.out], [130, '']);
    assert.match(ran.error, /^CANCELLED: Not all is published\. Stopped\. The same command goes on/);
    assert.equal((await door.issues()).length, 2);
  });

  it('says who it could not be for Google', async () => {
    const restore = setEnvironment({ GOOGLE_APPLICATION_CREDENTIALS: '/nowhere/key.json' });
    try {
      const ran = await run(['--collection', 'issues'], { env: { FIRESTORE_EMULATOR_HOST: undefined } });
      assert.equal(ran.code, 1);
      assert.match(ran.error, /^UNAUTHENTICATED: Not all is published\. No credentials for Google Cloud/);
    } finally {
      restore();
    }
  });

  for (const [what, args, expected, env] of [
    ['no source', [], /Give either --collection or --group/],
    ['two sources', ['--collection', 'a', '--group', 'a'], /Give either --collection or --group/],
    ['a document', ['--collection', 'a/b'], /not the path of a collection/],
    ['a way out', ['--collection', 'a/../b'], /not the path of a collection/],
    ['an empty segment', ['--collection', 'a//b'], /not the path of a collection/],
    ['a path for a group', ['--group', 'a/b'], /--group: found "a\/b": allowed is a collection id/],
    ['no project', ['--collection', 'a'], /No project: give --project/, { GOOGLE_CLOUD_PROJECT: '' }],
    [
      'a wrong database',
      ['--collection', 'a', '--database', 'a/b'],
      /--database: found "a\/b": allowed is a database id/,
    ],
    [
      'a wrong rate',
      ['--collection', 'a', '--rate', '0'],
      /--rate: found "0": allowed is a whole number from 1 to 10000/,
    ],
    ['a wrong page', ['--collection', 'a', '--page', '1e2'], /--page: found "1e2": allowed/],
    ['an unknown option', ['--colection', 'a'], /There is no flag --colection; did you mean --collection\?/],
  ] as readonly (readonly [string, readonly string[], RegExp, Record<string, string>?])[]) {
    it(`is refused with ${what}`, async () => {
      const ran = await run(args, { env: env ?? {} });
      assert.deepEqual([ran.code, ran.out], [2, '']);
      assert.match(ran.error, expected);
    });
  }

  it('takes the project from the command line where the environment has none', async () => {
    const args = ['--collection', 'issues', '--project', PROJECT, '--dry-run'];
    assert.equal((await run(args, { env: { GOOGLE_CLOUD_PROJECT: undefined } })).code, 0);
  });

  it('is refused with a wrong environment', async () => {
    const ran = await run(['--collection', 'a'], { env: { FIRESTORE_ENCODING: 'x' } });
    assert.equal(ran.code, 2);
    assert.match(ran.error, /FIRESTORE_ENCODING/);
  });

  for (const [what, content, expected] of [
    ['of another walk', '{"walk":"another"}', /is not of projects/],
    ['that is none', 'x', /is no cursor of a backfill/],
    ['that is null', 'null', /is not of projects/],
  ] as const) {
    it(`is refused with a cursor ${what}`, async () => {
      const file = join(folder, 'wrong');
      await writeFile(file, content);
      const ran = await run(['--collection', 'issues', '--cursor', file]);
      assert.equal(ran.code, 1);
      assert.match(ran.error, expected);
    });
  }

  it('is refused with a cursor that cannot be read', async () => {
    assert.match((await run(['--collection', 'issues', '--cursor', folder])).error, /cannot be read: EISDIR/);
  });

  it('tells its flags', async () => {
    const { code, out } = await run(['--help']);
    assert.equal(code, 0);
    assert.match(out, /^penstock firestore backfill \[flags\]\n/);
    for (const flag of ['--collection', '--group', '--cursor', '--rate', '--dry-run'])
      assert.ok(out.includes(flag), flag);
  });

  describe('against a service that answers as told', () => {
    let server: Server;
    let answers: { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }[];
    let asked: { readonly path: string; readonly body: string; readonly authorization: string | undefined }[];
    let base: string;
    beforeEach(async () => {
      answers = [];
      asked = [];
      server = createServer((request, response) => {
        void bodyOf(request).then((body) => {
          asked.push({ path: `${request.method} ${request.url}`, body, authorization: request.headers.authorization });
          const { status, body: text, headers } = answers.shift() ?? { status: 500, body: '' };
          response.writeHead(status, headers).end(text);
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      base = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(() => new Promise((resolve) => server.close(resolve)));

    const ok = (body: unknown): void => void answers.push({ status: 200, body: JSON.stringify(body) });
    const restDocument = (path: string, more: object = {}): object => ({
      name: `${ROOT}/${path}`,
      fields: { a: { integerValue: '1' } },
      createTime: '2026-01-01T00:00:00Z',
      updateTime: '2026-01-01T00:00:00Z',
      ...more,
    });

    it('walks a collection group by name, through all its pages', async () => {
      ok([{ document: restDocument('a/1/orders/1') }, { document: restDocument('b/2/orders/2') }]);
      ok([{ document: restDocument('orders/3') }, { readTime: '2026-01-01T00:00:00Z' }]);
      const ran = await run(['--group', 'orders', '--page', '2'], { env: { FIRESTORE_EMULATOR_HOST: base } });
      assert.equal(ran.out, 'published 3, rejected 0, dropped 0');
      assert.deepEqual(
        asked.map(({ path }) => path),
        new Array(2).fill(`POST /v1/${ROOT}:runQuery`),
      );
      assert.equal(asked[0]?.authorization, 'Bearer owner');
      const query = {
        from: [{ collectionId: 'orders', allDescendants: true }],
        orderBy: [{ field: { fieldPath: '__name__' }, direction: 'ASCENDING' }],
        limit: 2,
      };
      assert.deepEqual(
        asked.map(({ body }) => JSON.parse(body)),
        [
          { structuredQuery: query },
          {
            structuredQuery: {
              ...query,
              startAt: { values: [{ referenceValue: `${ROOT}/b/2/orders/2` }], before: false },
            },
          },
        ],
      );
    });

    it('rejects documents that cannot become issues, with the record, and goes on', async () => {
      const tomorrow = restDocument('a/1', { fields: { x: { functionValue: {} } } });
      const noTime = restDocument('a/2', { updateTime: undefined });
      const noName = { ...restDocument('a/3'), name: 'x' };
      const large = restDocument('a/4', { fields: { x: { stringValue: '"'.repeat(4_000_000) } } });
      ok({ documents: [tomorrow, noTime, noName, large, null, restDocument('a/5')], nextPageToken: '' });
      const ran = await run(['--collection', 'a'], { env: { FIRESTORE_EMULATOR_HOST: base } });
      assert.equal(ran.out, 'published 1, rejected 5, dropped 0');
      assert.match(
        ran.error,
        /rejected projects\/demo-penstock\/databases\/\(default\)\/documents\/a\/1: INPUT_MALFORMED: /,
      );
      const records = await door.errors();
      assert.equal(records.length, 5);
      const first = records.find(({ attributes }) => attributes.document_name === `${ROOT}/a/1`);
      assert.deepEqual(JSON.parse(String(first?.data)), tomorrow);
      assert.equal(first?.attributes.input_type, 'rest-document');
    });

    it('withholds a rejected document that has protected fields, and publishes no record in a dry run', async () => {
      const env = { FIRESTORE_EMULATOR_HOST: base, FIRESTORE_FIELDS: '{"x":"exclude"}' };
      ok({ documents: [restDocument('a/1', { fields: { x: { mapValue: { fields: { RAW: { y: 'RAW' } } } } } })] });
      const { error } = await run(['--collection', 'a'], { env });
      const [record] = await door.errors();
      assert.equal(/RAW/.test(JSON.stringify(record?.attributes) + error), false);
      assert.deepEqual([record?.data.length, record?.attributes.payload_withheld], [0, 'true']);
      ok({ documents: [restDocument('a/1', { fields: { x: { functionValue: 'RAW' } } })] });
      assert.equal(
        (await run(['--collection', 'a', '--dry-run'], { env })).out,
        'would publish 0, rejected 1, dropped 0',
      );
      assert.deepEqual(await door.errors(), []);
    });

    it('tries a record again that the error output does not take', async () => {
      door.faults.add({ service: 'pubsub', method: 'Publish', kind: 'error', code: 'RESOURCE_EXHAUSTED', times: 1 });
      ok({ documents: [{ name: 'x' }] });
      const ran = await run(['--collection', 'a'], { env: { FIRESTORE_EMULATOR_HOST: base } });
      assert.equal(ran.out, 'published 0, rejected 1, dropped 0');
    });

    for (const [status, body, code, message] of [
      [400, '{"error":{"message":"bad token"}}', 'INPUT_INVALID', 'bad token'],
      [401, '[{"error":{"message":"who"}}]', 'UNAUTHENTICATED', 'who'],
      [404, '<html>', 'NOT_FOUND', 'no reason given'],
      [418, 'null', 'INPUT_INVALID', 'no reason given'],
      [501, '{"error":{"message":"not here"}}', 'UNIMPLEMENTED', 'not here'],
    ] as const) {
      it(`ends on ${status} with ${code} and what the service said`, async () => {
        answers.push({ status, body });
        const ran = await run(['--collection', 'a'], { env: { FIRESTORE_EMULATOR_HOST: base } });
        assert.equal(ran.error, `${code}: Not all is published. Firestore answered ${status}: ${message}`);
      });
    }

    it('tries again where it is answered something else', async () => {
      answers.push({ status: 200, body: '<html>' });
      ok({});
      const ran = await run(['--collection', 'a'], { env: { FIRESTORE_EMULATOR_HOST: base }, clock: quickClock() });
      assert.match(ran.error, /^UNAVAILABLE, again in 50 ms: Firestore answered with a body that is not JSON$/);
      assert.equal(ran.code, 0);
    });

    it('waits as long as the service asks', async () => {
      answers.push({ status: 429, body: '{}', headers: { 'retry-after': '7' } });
      ok({});
      const clock = quickClock();
      const ran = await run(['--collection', 'a'], { env: { FIRESTORE_EMULATOR_HOST: base }, clock });
      assert.deepEqual([ran.out, clock.slept], ['published 0, rejected 0, dropped 0', [7_000]]);
    });

    it('asks with the token it was given, for the path percent-encoded', async () => {
      ok({ documents: [], nextPageToken: 'more' });
      ok({});
      const options: ReaderOptions = {
        base: `http://${base}`,
        root: ROOT,
        source: { collection: 'a/ü b/c' },
        pageSize: 5,
        token: async () => 'the-token',
        clock: systemClock,
        signal: new AbortController().signal,
        onRetry: () => undefined,
      };
      const read = createReader(options);
      assert.deepEqual(await read(undefined), { documents: [], next: 'more' });
      assert.deepEqual(await read('more'), { documents: [], next: undefined });
      assert.deepEqual(
        asked.map(({ path, authorization }) => [path, authorization]),
        [
          [`GET /v1/${ROOT}/a/%C3%BC%20b/c?pageSize=5`, 'Bearer the-token'],
          [`GET /v1/${ROOT}/a/%C3%BC%20b/c?pageSize=5&pageToken=more`, 'Bearer the-token'],
        ],
      );
    });
  });

  async function bodyOf(request: IncomingMessage): Promise<string> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    return body;
  }
});
