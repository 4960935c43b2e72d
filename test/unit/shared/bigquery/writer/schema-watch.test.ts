import assert from 'node:assert/strict';
import type { Field } from '@penstock/shared/bigquery/schema/table-schema.ts';
import { covers, SchemaWatch } from '@penstock/shared/bigquery/writer/schema-watch.ts';

const field = (name: string, fields?: readonly Field[]): Field => ({
  name,
  type: fields === undefined ? 'INT64' : 'STRUCT',
  mode: 'NULLABLE',
  ...(fields === undefined ? {} : { fields }),
});

describe('SchemaWatch', () => {
  it('compares columns by name in any case, within STRUCTs too', () => {
    const schema = { fields: [field('a'), field('s', [field('x')])] };
    assert.ok(covers(schema, { fields: [field('A')] }));
    assert.ok(covers(schema, { fields: [field('s', [field('X')])] }));
    assert.ok(!covers(schema, { fields: [field('s', [field('y')])] }));
    assert.ok(!covers({ fields: [field('s')] }, { fields: [field('s', [field('x')])] }));
  });

  it('shares one reading between callers, and is due again after its pause', async () => {
    let reads = 0;
    const watch = new SchemaWatch(
      async () => {
        reads += 1;
        return { fields: [field('a'), field('b')] };
      },
      { fields: [field('a')] },
      { lagMs: 1_000, pauseMs: 0 },
    );
    assert.ok(watch.due);
    assert.deepEqual(await Promise.all([watch.refresh(), watch.refresh()]), [true, true]);
    assert.equal(reads, 1);
    assert.equal(await watch.refresh(), false);
    assert.equal(watch.current.fields.length, 2);
  });

  it('takes a schema for new only where it has a column more', () => {
    const watch = new SchemaWatch(() => Promise.reject(new Error('unused')), { fields: [field('a')] }, { lagMs: 0 });
    assert.ok(!watch.due);
    assert.equal(watch.offer({ fields: [field('a')] }), false);
    assert.equal(watch.offer({ fields: [] }), false);
    assert.equal(watch.offer({ fields: [field('a'), field('b')] }), true);
  });
});
