import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FAILURE_CODES } from '../../../functions/sink/rows/failure.ts';
import { PROBLEM_CODES } from '../../../shared/bigquery/codec/problem.ts';
import { textOf, VECTOR_FILES, VECTORS_FOLDER } from './files.ts';

const root = new URL('../../..', import.meta.url).pathname;
const committed = (name: string): string => readFileSync(join(root, VECTORS_FOLDER, `${name}.json`), 'utf8');

describe('the conformance vectors of the sink', () => {
  for (const file of VECTOR_FILES) {
    it(`are what the sink decides today: ${file.name} (after a change that is meant: npm run -s vectors)`, async () => {
      assert.equal(await textOf(file), committed(file.name));
    }).timeout(60_000);
  }

  it('are no other files than these', () => {
    const names = VECTOR_FILES.map(({ name }) => `${name}.json`).toSorted();
    assert.deepEqual(readdirSync(join(root, VECTORS_FOLDER)).toSorted(), names);
  });

  it('name no case of a file twice', () => {
    for (const { name, cases } of VECTOR_FILES) {
      assert.equal(new Set(cases.map((one) => one.name)).size, cases.length, name);
    }
  });

  it('play every reason for a rejection that a message can bring', () => {
    const all = VECTOR_FILES.map(({ name }) => committed(name)).join('');
    const reasons = new Set([...all.matchAll(/"error_reason":"([A-Z_0-9]+)"/g)].map((match) => match[1]));
    // A getter that throws, a change that the sink never makes, and 100 MB of a gunzipped payload.
    const unseen = new Set(['UNREADABLE', 'CHANGE_INVALID', 'PAYLOAD_TOO_LARGE']);
    const wanted = [...FAILURE_CODES, ...PROBLEM_CODES, 'NO_ROUTE', 'UNROUTABLE'].filter((code) => !unseen.has(code));
    assert.deepEqual(
      wanted.filter((code) => !reasons.has(code)),
      [],
    );
  });
});
