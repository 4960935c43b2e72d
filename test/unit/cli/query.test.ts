import assert from 'node:assert/strict';
import { type HttpServer, sendJson, startHttpServer } from '../../../local/core/http/server.ts';
import { type LocalCloud, startLocalCloud } from '../../../local/index.ts';
import { penstock } from '../../support/penstock.ts';

describe('penstock query', () => {
  let cloud: LocalCloud;
  before(async () => {
    cloud = await startLocalCloud();
  });
  after(() => cloud.close());

  const query = (...args: readonly string[]) => penstock(['query', ...args], { env: cloud.env });

  it('prints values as a person reads them', async () => {
    const { code, out } = await query(
      `SELECT TIMESTAMP '2026-01-01 00:00:00+00' AS t, TIMESTAMP '1969-12-31 23:59:59.5+00' AS u, [1, NULL, 2] AS a,
       STRUCT(1 AS x, 'it' AS y, [STRUCT(true AS z)] AS w) AS s, CAST(NULL AS STRING) AS n, 1.5 AS f, NUMERIC '1.10' AS d,
       DATE '2026-02-03' AS day, b'ab' AS b, 9007199254740993 AS big`.replace('NULL, 2', '2'),
    );
    assert.equal(code, 0);
    const [head, , row, count] = out.split('\n').map((line) => line.trim().split(/ {2,}/));
    assert.deepEqual(head, ['t', 'u', 'a', 's', 'n', 'f', 'd', 'day', 'b', 'big']);
    assert.deepEqual(row, [
      '2026-01-01 00:00:00 UTC',
      '1969-12-31 23:59:59.5 UTC',
      '[1, 2]',
      '{x: 1, y: "it", w: [{z: true}]}',
      'NULL',
      '1.5',
      '1.1',
      '2026-02-03',
      'YWI=',
      '9007199254740993',
    ]);
    assert.deepEqual(count, ['1 row']);
  });

  it('prints JSON with numbers, lists and objects', async () => {
    const { out } = await query(
      'SELECT 1 AS n, [1] AS a, STRUCT(NULL AS x) AS s, true AS b, 9007199254740993 AS big',
      '--json',
    );
    assert.deepEqual(JSON.parse(out), { n: 1, a: [1], s: { x: null }, b: true, big: '9007199254740993' });
  });

  it('goes through all pages, up to the limit', async () => {
    const numbers = 'SELECT x FROM UNNEST(GENERATE_ARRAY(1, 25)) AS x ORDER BY x';
    const all = await query(numbers, '--page', '10', '--json');
    assert.deepEqual(
      all.out
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { x: number }).x),
      Array.from({ length: 25 }, (_, at) => at + 1),
    );
    const some = await query(numbers, '--page', '10', '--limit', '12');
    assert.match(some.out, /\n {2}12\n25 rows, the first 12 shown: --limit 0 shows all\n$/);
    assert.doesNotMatch(some.out, /\b13\n/);
    assert.match((await query(numbers, '--page', '10', '--limit', '0')).out, /\n {2}25\n25 rows\n$/);
  });

  it('counts the rows that a statement changed, and shows the heading of no rows', async () => {
    assert.equal((await query('CREATE SCHEMA q')).code, 0);
    await query('CREATE TABLE q.t (x INT64)');
    assert.equal((await query('INSERT q.t (x) VALUES (1), (2)')).out, '2 rows affected\n');
    assert.equal((await query('DELETE FROM q.t WHERE x = 1')).out, '1 row affected\n');
    assert.equal((await query('SELECT x FROM q.t WHERE x = 9')).out, '  x\n  -\n0 rows\n');
  });

  it('checks a statement in a dry run and does not run it', async () => {
    assert.match(
      (await query('CREATE SCHEMA dry', '--dry-run')).out,
      /^The statement is valid; it would read \d+ bytes\.\n$/,
    );
    assert.equal((await query('SELECT * FROM dry.t')).code, 1);
  });

  it("fails with BigQuery's own words", async () => {
    const { code, out, error } = await query('SELECT nope');
    assert.deepEqual([code, out], [1, '']);
    assert.match(error, /^INPUT_INVALID: Unrecognized name: nope/);
    assert.match((await query('SELECT * FROM nods.t')).error, /^NOT_FOUND: Not found: /);
  });

  it('says where no BigQuery answers, and that it may later', async () => {
    const env = { BIGQUERY_EMULATOR_HOST: '127.0.0.1:1', GOOGLE_CLOUD_PROJECT: 'p' };
    const { code, error } = await penstock(['query', 'SELECT 1'], { env });
    assert.equal(code, 4);
    assert.match(error, /^UNAVAILABLE: No BigQuery answers at 127\.0\.0\.1:1: is "npm start" running there\?/);
  });

  describe('of a service that answers as told', () => {
    let server: HttpServer;
    let answers: readonly { readonly status: number; readonly body: object }[];
    beforeEach(async () => {
      let at = 0;
      server = await startHttpServer(
        { host: '127.0.0.1', port: 0 },
        async (_request, response) => {
          const { status, body } = answers[at++] as (typeof answers)[number];
          sendJson(response, status, body);
        },
        (_error, response) => response.destroy(),
      );
    });
    afterEach(() => server.close());

    const ask = (...args: readonly string[]) =>
      penstock(['query', 'SELECT 1', ...args], {
        env: { BIGQUERY_EMULATOR_HOST: server.address, GOOGLE_CLOUD_PROJECT: 'p' },
      });

    it('shows a value without what would steer the terminal or break its line', async () => {
      const values = ['a\u001b[2Jb', 'one\r\ntwo', null];
      const fields = [
        { name: 'payload', type: 'STRING' },
        { name: 't', type: 'TIMESTAMP' },
        { name: 'f', type: 'FLOAT' },
      ];
      const rows = values.map((v) => ({ f: [{ v }, { v: '1.5E9' }, { v: 'NaN' }] }));
      answers = [{ status: 200, body: { schema: { fields }, rows } }];
      assert.deepEqual((await ask()).out.split('\n').slice(2, 5), [
        '  a�[2Jb    1.5E9  NaN',
        '  one��two  1.5E9  NaN',
        '  NULL      1.5E9  NaN',
      ]);
    });

    it('waits for a job that is still running', async () => {
      const fields = [{ name: 'x', type: 'INT64' }];
      answers = [
        { status: 200, body: { jobComplete: false, jobReference: { jobId: 'j', location: 'EU' } } },
        { status: 200, body: { jobComplete: true, schema: { fields }, rows: [{ f: [{ v: '7' }] }], totalRows: '1' } },
      ];
      assert.match((await ask()).out, /\n {2}7\n1 row\n$/);
    });

    for (const [status, code, exit] of [
      [401, 'UNAUTHENTICATED', 1],
      [403, 'PERMISSION_DENIED', 1],
      [429, 'UNAVAILABLE', 4],
      [503, 'UNAVAILABLE', 4],
    ] as const) {
      it(`is ${code} where it answers ${status}`, async () => {
        answers = [{ status, body: { error: { message: 'no' } } }];
        assert.deepEqual(await ask(), { code: exit, out: '', error: `${code}: no\n` });
      });
    }
  });
});
