import assert from 'node:assert/strict';
import { compileCodec } from '@penstock/shared/bigquery/codec/codec.ts';
import { RowBuffer } from '@penstock/shared/bigquery/codec/row-buffer.ts';
import { foldName, isNamed } from '@penstock/shared/bigquery/schema/column-name.ts';

describe('column names', () => {
  it('are the same in any case, of any script', () => {
    assert.equal(foldName('Customer_ID'), foldName('customer_id'));
    assert.equal(foldName('GRÖSSE'), foldName('größe'.replace('ß', 'ss')));
  });

  it('do not take the Kelvin sign for a k', () => {
    assert.notEqual(foldName('\u212a'), foldName('k'));
    assert.equal(foldName('A\u212aB'), foldName('a\u212ab'));
    const codec = compileCodec(
      { fields: [{ name: 'k', type: 'INT64', mode: 'NULLABLE' }] },
      { unknownFields: 'reject' },
    );
    assert.equal(codec.encode({ '\u212a': 1 }, new RowBuffer())?.code, 'UNKNOWN_FIELD');
    assert.equal(codec.encode({ K: 1 }, new RowBuffer()), undefined);
  });

  it('are compared with a name of the service in any case, and not by letters that only fold to its letters', () => {
    assert.ok(isNamed('_change_Type', '_CHANGE_TYPE'));
    assert.ok(!isNamed('_change_types', '_CHANGE_TYPE'));
    assert.ok(!isNamed('\u017fum', 'sum'));
  });
});
