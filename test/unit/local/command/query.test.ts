import assert from 'node:assert/strict';
import { query } from '../../../../local/command/query.ts';
import { type HttpServer, sendJson, startHttpServer } from '../../../../local/http/server.ts';

describe('the query command', () => {
  let server: HttpServer;
  afterEach(() => server.close());

  async function answered(answer: object): Promise<string> {
    server = await startHttpServer(
      { host: '127.0.0.1', port: 0 },
      async (_request, response) => sendJson(response, 200, answer),
      (_error, response) => response.destroy(),
    );
    return query(server.address, 'demo-penstock', 'SELECT 1');
  }
  const rows = (values: unknown[]) => ({
    schema: { fields: [{ name: 'payload' }, { name: 'n' }] },
    rows: values.map((value) => ({ f: [{ v: value }, { v: '1' }] })),
  });

  it('shows a value without what would steer the terminal or break its line', async () => {
    const text = await answered(rows(['a\u001b[2Jb', 'one\r\ntwo', null]));
    assert.deepEqual(text.split('\n'), [
      '  payload   n',
      '  -------   -',
      '  a�[2Jb    1',
      '  one��two  1',
      '  NULL      1',
      '3 rows',
    ]);
  });

  it("fails with BigQuery's own words", async () => {
    await assert.rejects(answered({ error: { message: 'Syntax error: …' } }), { message: 'Syntax error: …' });
  });
});
