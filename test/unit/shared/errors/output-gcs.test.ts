import assert from 'node:assert/strict';
import { createGcsErrorOutput } from '@penstock/shared/errors/output-gcs.ts';
import { readRecordLine } from '@penstock/shared/errors/record-line.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { openStorage, type StorageClient } from '@penstock/shared/storage/client.ts';
import { createObjects, type Objects } from '@penstock/shared/storage/objects.ts';
import { BUCKET, type ErrorServices, startErrorServices } from '../../../support/error-services.ts';

describe('the error output to Cloud Storage', () => {
  let services: ErrorServices;
  let storage: StorageClient;
  let objects: Objects;
  before(async () => {
    services = await startErrorServices();
    storage = openStorage({ projectId: 'p', retry: { initialMs: 1, maxMs: 1 } });
    objects = createObjects(storage);
  });
  after(async () => {
    await storage.close();
    await services.close();
  });
  afterEach(() => services.faults.clear());

  const error = new PenstockError('ROW_REJECTED', 'too long');
  const rejection = { data: Buffer.from([0, 255]), attributes: { a: 'b' }, error };

  async function namesBelow(prefix: string): Promise<readonly string[]> {
    const names: string[] = [];
    for await (const page of objects.list(BUCKET, { prefix })) names.push(...page.map(({ name }) => name));
    return names;
  }

  it('takes records with their payloads byte for byte, one JSON line each', async () => {
    const output = createGcsErrorOutput({ objects, bucket: BUCKET, prefix: 'lines/' });
    await output.rejectAll([rejection, { ...rejection, data: Buffer.from('x') }], 'window-1');
    assert.deepEqual(await namesBelow('lines/'), ['lines/window-1.ndjson']);
    const lines = (await objects.read(BUCKET, 'lines/window-1.ndjson')).toString('utf8').trimEnd().split('\n');
    const records = lines.map((line) => readRecordLine(Buffer.from(line)));
    assert.deepEqual(
      records.map(({ data, attributes }) => [[...data], attributes.a, attributes.exception_class]),
      [
        [[0, 255], 'b', 'ROW_REJECTED'],
        [[120], 'b', 'ROW_REJECTED'],
      ],
    );
    await output.close();
  });

  it('keeps one object for the same rejections told again, and another for others', async () => {
    const output = createGcsErrorOutput({ objects, bucket: BUCKET, prefix: 'again/' });
    await output.reject(rejection);
    await output.reject({ ...rejection, error: new Error('told otherwise') });
    assert.equal((await namesBelow('again/')).length, 1);
    await output.reject({ ...rejection, attributes: { a: 'c' } });
    await output.rejectAll([]);
    assert.equal((await namesBelow('again/')).length, 2);
  });

  it('throws where a record is not durable, and writes it once where only the answer was lost', async () => {
    const output = createGcsErrorOutput({ objects, bucket: BUCKET, prefix: 'faults/' });
    services.faults.add({ service: 'storage', method: 'objects.insert', kind: 'ack-lost' });
    await output.reject(rejection);
    assert.equal((await namesBelow('faults/')).length, 1);
    services.faults.add({ service: 'storage', method: 'objects.insert', kind: 'error', code: 403 });
    await assert.rejects(output.reject({ ...rejection, data: Buffer.from('y') }), { code: 'PERMISSION_DENIED' });
  });
});

describe('a line of an error record', () => {
  for (const line of [
    '{',
    '[]',
    '{}',
    '{"attributes":{},"data":7}',
    '{"attributes":{"a":1},"data":""}',
    '{"data":""}',
  ]) {
    it(`is none: ${line}`, () => {
      assert.throws(() => readRecordLine(Buffer.from(line)), { code: 'INPUT_MALFORMED' });
    });
  }
});
