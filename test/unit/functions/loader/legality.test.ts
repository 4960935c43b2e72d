import assert from 'node:assert/strict';
import { legalityProblems } from '../../../../functions/loader/legality.ts';

const originOf = (path: string): string => `gs://b/${path}.json`;
const problems = (value: Readonly<Record<string, unknown>>, hasDecorator = false) =>
  legalityProblems({ value, originOf }, hasDecorator);

describe('keys that BigQuery refuses together', () => {
  it('the merged example of the seed is told with both files, and is legal for a partition', () => {
    const example = {
      sourceFormat: 'AVRO',
      writeDisposition: 'WRITE_TRUNCATE',
      schemaUpdateOptions: ['ALLOW_FIELD_RELAXATION'],
    };
    const [problem, ...others] = problems(example);
    assert.deepEqual(others, []);
    assert.match(
      String(problem),
      /schemaUpdateOptions \(gs:\/\/b\/schemaUpdateOptions.json\).*WRITE_TRUNCATE \(gs:\/\/b\/writeDisposition.json\)/,
    );
    assert.deepEqual(problems(example, true), []);
  });
  it('schemaUpdateOptions go with WRITE_APPEND, and an empty list says nothing', () => {
    assert.deepEqual(problems({ schemaUpdateOptions: ['ALLOW_FIELD_ADDITION'] }), []);
    assert.deepEqual(problems({ schemaUpdateOptions: [], writeDisposition: 'WRITE_TRUNCATE' }), []);
    assert.equal(
      problems({ schemaUpdateOptions: ['ALLOW_FIELD_ADDITION'], writeDisposition: 'WRITE_EMPTY' }, true).length,
      1,
    );
  });
  for (const [value, expected] of [
    [{ timePartitioning: {}, rangePartitioning: {} }, /timePartitioning.*rangePartitioning.*cannot be set together/],
    [{ nullMarker: 'x', nullMarkers: ['y'] }, /nullMarker.*cannot be set together/],
    [{ sourceFormat: 'CSV', projectionFields: ['a'] }, /projectionFields.*DATASTORE_BACKUP only/],
    [{ onSuccess: { files: 'archive' } }, /archiveTo is missing/],
    [{ onSuccess: { files: 'delete', archiveTo: 'gs://x' } }, /onSuccess.files is not archive/],
    [{ onFailure: { files: 'quarantine' } }, /quarantineTo is missing/],
  ] as const) {
    it(`${JSON.stringify(value)} is told`, () => assert.match(problems(value).join('\n'), expected));
  }
  it('a legal configuration has no problems', () =>
    assert.deepEqual(
      problems({
        sourceFormat: 'DATASTORE_BACKUP',
        projectionFields: ['a'],
        onSuccess: { files: 'archive', archiveTo: 'gs://x/' },
      }),
      [],
    ));
});
