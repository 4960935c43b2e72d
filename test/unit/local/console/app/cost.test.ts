import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { calculator } from '../../../../../cli/commands/start/calculator.ts';
import { groupsOf, typedOf, volumesOf } from '../../../../../local/console/app/data/volumes.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../../../../cli/commands/cost/volumes.schema.json', import.meta.url), 'utf8'),
) as Parameters<typeof groupsOf>[0];

describe('the form of the calculator', () => {
  const groups = groupsOf(schema);

  it('asks for every value of the schema, with its default and its bounds', () => {
    assert.deepEqual(
      groups.map(({ name }) => name),
      ['intake', 'firestore', 'other', 'sink', 'loader', 'puller', 'warehouse', 'peak'],
    );
    const fields = groups.flatMap((group) => group.fields);
    assert.equal(fields.length, 21);
    assert.ok(fields.every(({ fallback, hint }) => fallback !== '' && hint !== ''));
    assert.deepEqual(fields.find(({ path }) => path === 'sink.mode')?.choices?.[0], 'STORAGE_WRITE');
    assert.deepEqual(fields.find(({ path }) => path === 'peak')?.min, 1);
  });

  it('sends what differs from the defaults, and reads it back from a link', () => {
    const typed = { 'intake.perSecond': '0.5', 'intake.bytes': '1000', 'sink.mode': 'CDC', peak: '4' };
    const volumes = volumesOf(groups, typed);
    assert.deepEqual(volumes, { intake: { perSecond: 0.5 }, sink: { mode: 'CDC' }, peak: 4 });
    assert.deepEqual(typedOf(volumes), { 'intake.perSecond': '0.5', 'sink.mode': 'CDC', peak: '4' });
    assert.deepEqual([typedOf('x'), typedOf(null)], [{}, {}]);
  });

  it('is reckoned without volumes by the defaults, and refused with every problem', () => {
    const { reckon } = calculator();
    const bill = reckon({});
    assert.ok(bill.dollars > 0);
    assert.equal(bill.first, bill.quotas.find(({ name }) => name === bill.first)?.name);
    assert.throws(() => reckon({ peak: 0, intake: { perSecond: -1 } }), /peak[\s\S]*perSecond|perSecond[\s\S]*peak/);
  });
});
