import assert from 'node:assert/strict';
import type { LocalCloud } from '../../local/cloud.ts';
import { eventually, queryRows, startSuite } from '../support/suite.ts';

describe('from a post to a row', () => {
  let cloud: LocalCloud;
  before(async () => {
    cloud = await startSuite();
  });
  after(() => cloud.close());

  const rows = (count: number): Promise<readonly (readonly unknown[])[]> =>
    eventually(
      () =>
        queryRows(cloud, 'SELECT issue_id, source, created_at, payload FROM issues_ds.issues_stream ORDER BY issue_id'),
      (found) => found.length >= count,
    );

  it('an issue by curl, a form and a batch are in issues_ds.issues_stream, equal field by field', async () => {
    const url = `http://${cloud.addresses.intake}/`;
    const json = { method: 'POST', headers: { 'content-type': 'application/json' } };
    const single = (await (
      await fetch(url, { ...json, body: '{"issue":"Test","priority":"P1","n":9007199254740993}' })
    ).json()) as { issue_id: string };
    const form = new URLSearchParams({ title: 'Broken "pipe"', priority: 'P2' });
    const formed = (await (await fetch(url, { method: 'POST', body: form })).json()) as { issue_id: string };
    const batch = (await (await fetch(`${url}issues`, { ...json, body: '[{"a":1},{"b":[{"c":"ü"}]}]' })).json()) as {
      results: { issue_id: string }[];
    };
    const expected = [
      [single.issue_id, '{"issue":"Test","priority":"P1","n":9007199254740993}'],
      [formed.issue_id, '{"title":"Broken \\"pipe\\"","priority":"P2"}'],
      [batch.results[0]?.issue_id, '{"a":1}'],
      [batch.results[1]?.issue_id, '{"b":[{"c":"ü"}]}'],
    ].sort();
    const found = await rows(4);
    assert.deepEqual(found.map(([id, , , payload]) => [id, payload]).sort(), expected);
    for (const [, source, createdAt] of found) {
      assert.equal(source, 'manual-api');
      assert.match(String(createdAt), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}000Z$/);
    }
  });

  it('a file and its _SUCCESS are in the table that the path names, once, though the event comes twice', async () => {
    cloud.faults.add({ service: 'eventarc', method: 'emit', kind: 'duplicate', times: 0 });
    const put = (name: string, body: string): Promise<Response> =>
      fetch(`http://${cloud.addresses.storage}/upload/storage/v1/b/penstock-demo/o?uploadType=media&name=${name}`, {
        method: 'POST',
        body,
      });
    await put('demo/people/people.csv', 'name,born\nAda,1815\nGrace,1906\n');
    await put('demo/people/_SUCCESS', '');
    const found = await eventually(
      () => queryRows(cloud, 'SELECT name, born FROM demo.people ORDER BY born').catch(() => []),
      (people) => people.length > 0,
    );
    await cloud.eventarc.idle();
    assert.deepEqual(found, [
      ['Ada', '1815'],
      ['Grace', '1906'],
    ]);
    assert.deepEqual(await queryRows(cloud, 'SELECT COUNT(*) FROM demo.people'), [['2']]);
    cloud.faults.clear();
  });
});
