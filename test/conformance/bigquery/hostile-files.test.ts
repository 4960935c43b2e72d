import assert from 'node:assert/strict';
import { type Rest, restOf } from '../../support/bigquery-rest.ts';
import { PROJECT, startWarehouse, type Warehouse } from '../../support/warehouse.ts';

/** Avro's zigzag varint. */
function long(value: bigint): Buffer {
  const bytes: number[] = [];
  let rest = value < 0n ? -value * 2n - 1n : value * 2n;
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  return Buffer.from([...bytes, Number(rest)]);
}

function sized(bytes: Uint8Array): Buffer {
  return Buffer.concat([long(BigInt(bytes.length)), bytes]);
}

/** A container file whose one block claims `count` records. */
function avroFile(schema: unknown, count: bigint, data: Uint8Array): Buffer {
  const sync = Buffer.alloc(16, 7);
  const header = [Buffer.from('Obj\x01', 'latin1'), long(1n), sized(Buffer.from('avro.schema'))];
  return Buffer.concat([
    ...header,
    sized(Buffer.from(JSON.stringify(schema))),
    long(0n),
    sync,
    long(count),
    sized(data),
    sync,
  ]);
}

const record = (fields: unknown[], name = 'R') => ({ type: 'record', name, fields });

/** Twelve records, each with eight fields of the next: some 10^10 columns in a few hundred bytes. */
function manyColumns(level = 0): unknown {
  if (level === 12) return 'long';
  const next = level + 1 === 12 ? 'long' : `N${level + 1}`;
  const fields = Array.from({ length: 8 }, (_, at) => ({
    name: `f${at}`,
    type: at === 0 ? manyColumns(level + 1) : next,
  }));
  return record(fields, `N${level}`);
}

describe('the local BigQuery: files that mean harm', () => {
  let warehouse: Warehouse;
  let rest: Rest;
  let count = 0;

  before(async () => {
    warehouse = await startWarehouse();
    rest = restOf(warehouse);
    await warehouse.client.createDataset('d');
  });
  after(() => warehouse.close());

  async function load(bytes: string | Uint8Array, configuration: Record<string, unknown>) {
    count += 1;
    const uri = warehouse.objects.put(`gs://b/file${count}`, bytes);
    const tableId = (configuration.tableId as string | undefined) ?? `t${count}`;
    const job = await rest.job({
      load: { destinationTable: { projectId: PROJECT, datasetId: 'd', tableId }, sourceUris: [uri], ...configuration },
    });
    return { tableId, error: job.status.errorResult, statistics: job.statistics.load };
  }

  describe('Avro', () => {
    const items = (type: unknown) => record([{ name: 'a', type }]);
    for (const [what, file, message] of [
      [
        'an array that claims 2^40 items',
        avroFile(items({ type: 'array', items: 'long' }), 1n, long(1n << 40n)),
        /cut short/,
      ],
      [
        'an array that claims 2^26 items',
        avroFile(items({ type: 'array', items: 'long' }), 1n, long(1n << 26n)),
        /cut short/,
      ],
      [
        'a map that claims 2^40 members',
        avroFile(items({ type: 'map', values: 'long' }), 1n, long(1n << 40n)),
        /cut short/,
      ],
      ['2^40 records without bytes', avroFile(record([]), 1n << 40n, Buffer.alloc(0)), /without bytes/],
      [
        '2^33 items without bytes',
        avroFile(items({ type: 'array', items: record([], 'E') }), 1n, long(1n << 33n)),
        /without bytes|Avro/,
      ],
      ['a string longer than the block', avroFile(items('string'), 1n, long(1000n)), /cut short/],
      ['a string of a negative length', avroFile(items('string'), 1n, long(-5n)), /negative/],
      ['a union branch that is none', avroFile(items(['null', 'long']), 1n, long(7n)), /no such branch/],
      ['a number without an end', avroFile(items('long'), 1n, Buffer.alloc(12, 0xff)), /too long/],
      [
        'a schema that unfolds into more columns than a table has',
        avroFile(manyColumns(), 0n, Buffer.alloc(0)),
        /Too many columns/,
      ],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { error } = await load(file, { sourceFormat: 'AVRO' });
        assert.equal(error?.reason, 'invalid');
        assert.match(error.message, message);
      });
    }

    it('reads blocks of an array that carry their size in bytes', async () => {
      const array = Buffer.concat([long(-2n), long(2n), long(5n), long(6n), long(1n), long(7n), long(0n)]);
      const { error, tableId } = await load(avroFile(items({ type: 'array', items: 'long' }), 1n, array), {
        sourceFormat: 'AVRO',
      });
      assert.equal(error, undefined);
      assert.deepEqual(await rest.rows(tableId), [[[{ v: '5' }, { v: '6' }, { v: '7' }]]]);
    });
  });
});
