import assert from 'node:assert/strict';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { destinationOf, jobIdOf, sourceFormatOf } from '../../../../functions/loader/first-load.ts';
import { createHandler, type LoadJob } from '../../../../functions/loader/handler.ts';

async function finalize(name: string, files: readonly string[] = []): Promise<readonly LoadJob[]> {
  const jobs: LoadJob[] = [];
  const handler = createHandler({
    successFilename: '_SUCCESS',
    list: async () => [...files, name],
    submit: async (job) => {
      jobs.push(job);
      return 'submitted';
    },
    log: createLogger({ write: () => undefined }),
  });
  await handler({ data: { bucket: 'b', name, generation: '1' } });
  return jobs;
}

describe('the loader', () => {
  it('loads the files beside the success object into the table that the path names', async () => {
    const [job] = await finalize('d/t/2026/_SUCCESS', ['d/t/2026/a.csv', 'd/t/2026/b.csv.gz']);
    assert.deepEqual(
      [job?.destination, job?.sourceFormat, job?.sourceUris],
      [
        { datasetId: 'd', tableId: 't', prefix: 'd/t/2026/' },
        'CSV',
        ['gs://b/d/t/2026/a.csv', 'gs://b/d/t/2026/b.csv.gz'],
      ],
    );
  });

  for (const name of ['d/t/a.csv', '_SUCCESS', 'd/_SUCCESS', 'd/t/_SUCCESS.txt']) {
    it(`has nothing to do for ${name}`, async () => assert.deepEqual(await finalize(name), []));
  }

  for (const [what, files] of [
    ['no files', []],
    ['files of two formats', ['d/t/a.csv', 'd/t/b.json']],
    ['files of an unknown format', ['d/t/a.docx']],
  ] as const) {
    it(`refuses a folder with ${what}`, () =>
      assert.rejects(finalize('d/t/_SUCCESS', files), { code: 'INPUT_INVALID' }));
  }

  for (const data of [undefined, { bucket: 'b' }, { name: 'n' }]) {
    it(`refuses an event with ${JSON.stringify(data)}`, async () => {
      const parts = { successFilename: 'x', list: async () => [], submit: async () => 'exists' as const };
      const handler = createHandler({ ...parts, log: createLogger({ write: () => undefined }) });
      await assert.rejects(handler({ data }), { code: 'INPUT_MALFORMED' });
    });
  }

  it('names the same job for the same success object, and another for its next generation', () => {
    const event = { bucket: 'b', name: 'd/t/_SUCCESS', generation: '1' };
    assert.equal(jobIdOf(event), jobIdOf({ ...event }));
    assert.notEqual(jobIdOf(event), jobIdOf({ ...event, generation: '2' }));
    assert.match(jobIdOf(event), /^[A-Za-z0-9_-]{1,1024}$/);
  });

  it('knows formats by their names, whatever the case', () => {
    assert.deepEqual(['a.CSV', 'a.jsonl', 'a.parquet', 'a.avro', 'a'].map(sourceFormatOf), [
      'CSV',
      'NEWLINE_DELIMITED_JSON',
      'PARQUET',
      'AVRO',
      undefined,
    ]);
    assert.equal(destinationOf('d/t/_DONE', '_DONE')?.prefix, 'd/t/');
  });
});
