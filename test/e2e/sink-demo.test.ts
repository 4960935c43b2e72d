import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LocalCloud } from '../../local/cloud.ts';
import { eventually, queryRows, startSuite } from '../support/suite.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe('the sink as a new user meets it', function () {
  this.timeout(60_000);
  let cloud: LocalCloud;

  before(async () => {
    cloud = await startSuite();
  });
  after(() => cloud.close());

  async function write(method: string, id: string, fields?: object): Promise<void> {
    const response = await fetch(`http://${cloud.addresses.documents}/documents/issues/${id}`, {
      method,
      ...(fields === undefined ? {} : { body: JSON.stringify(fields) }),
    });
    assert.ok(response.ok, await response.text());
  }

  const mirror = (): Promise<readonly (readonly unknown[])[]> =>
    queryRows(cloud, 'SELECT title, priority FROM mirror.issues ORDER BY document_name');

  it('shows a Firestore collection in a table, each change and deletion, beside the stream of all changes', async () => {
    await write('PATCH', 'a', { title: 'first', priority: 1 });
    await write('PATCH', 'b', { title: 'second', priority: 'P2' });
    await eventually(mirror, (rows) => rows.length === 2);
    await write('PATCH', 'a', { title: 'first, changed', priority: 3 });
    await write('DELETE', 'b');
    const rows = await eventually(mirror, (found) => found.length === 1 && found[0]?.[0] === 'first, changed');
    assert.deepEqual(rows, [['first, changed', '3']]);
    await eventually(
      () => queryRows(cloud, 'SELECT COUNT(DISTINCT issue_id) FROM issues_ds.issues_stream'),
      ([row]) => row?.[0] === '4',
    );
  });

  async function penstock(...words: readonly string[]): Promise<string> {
    const env = { ...process.env, ...cloud.env, METADATA_SERVER_DETECTION: 'none' };
    const { stdout } = await run(process.execPath, ['cli/penstock.js', ...words], { cwd: ROOT, env });
    return stdout;
  }

  it("runs seed 003's demo in one command, and again", async () => {
    for (const time of ['first', 'second']) {
      const lines = await penstock('sink', 'demo-cdc');
      assert.match(lines, /5 changes were streamed over one connection/, time);
      assert.match(lines, /after +1 +Alice \(changed\) +11/, time);
      assert.match(lines, /after +3 +Carol/, time);
      assert.doesNotMatch(lines, /after +2 /, time);
    }
  });

  it('explains on the command line which way a message takes', async () => {
    const explained = await penstock(
      'sink',
      'routes',
      'explain',
      '--payload',
      '{"issue_id":"INC-1","more":1}',
      '--json',
    );
    assert.deepEqual(JSON.parse(explained), {
      outcome: 'row',
      reasons: [],
      route: 'default',
      mode: 'STREAMING_INSERTS',
      table: 'demo-penstock.issues_ds.issues_stream',
      // The table has no column `more`, and the route drops what has none.
      row: '{"issue_id":"INC-1"}',
    });
  });
});
