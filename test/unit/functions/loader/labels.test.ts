import assert from 'node:assert/strict';
import { labelsOf, labelValue } from '../../../../functions/loader/labels.ts';

const LEGAL = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u;

describe('labels of a load', () => {
  it('AL-17 are legal and different for any path', () => {
    const paths = [
      'Batch One',
      'batch one',
      'x'.repeat(1_024),
      `${'x'.repeat(1_023)}y`,
      'größe/ü',
      '$20200102',
      '批/次',
      '',
      '😀',
    ];
    const values = paths.map(labelValue);
    for (const value of values) assert.match(value, LEGAL);
    assert.equal(new Set(values).size, paths.length);
  });

  it('LD-09 carry the batch, bucket and source of this load, and the labels of load.json', () => {
    const facts = {
      bucket: 'My.Bucket',
      service: 'loader',
      batch: 'b1',
      dataSource: 'Shop',
      own: { Team: 'Data', '1st': 'x' },
    };
    const labels = labelsOf(facts);
    assert.equal(labels.component, 'event-based-gcs-ingest');
    assert.equal(labels['cloud-function-name'], 'loader');
    assert.equal(labels['batch-id'], 'b1');
    assert.match(String(labels['data-source']), /^shop$/);
    assert.equal(labels.team, 'data');
    assert.equal(labels.k1st, 'x');
    assert.match(String(labels['bucket-id']), /^my_bucket-[\da-f]{8}$/);
    assert.equal(labelsOf({ ...facts, traceId: 'a'.repeat(32) })['trace-id'], 'a'.repeat(32));
    assert.deepEqual(Object.keys(labelsOf({ bucket: 'b', service: '', own: {} })), ['component', 'bucket-id']);
  });

  it('never pass 64 labels, and keep ours', () => {
    const own = Object.fromEntries(Array.from({ length: 80 }, (_, index) => [`k${index}`, 'v']));
    const labels = labelsOf({ bucket: 'b', service: '', own });
    assert.equal(Object.keys(labels).length, 64);
    assert.equal(labels.component, 'event-based-gcs-ingest');
  });
});
