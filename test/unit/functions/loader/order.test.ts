import assert from 'node:assert/strict';
import { decideTurn, enqueue, parseTurn, type TableTurn } from '../../../../functions/loader/order.ts';
import { loadIdOf } from '../../../../functions/loader/record.ts';
import { BUCKET, type Instance, type LoaderWorld, loaderWorld, QUICK_CLOCK } from '../../../support/loader.ts';

const TURN: TableTurn = { table: 'p.d.t', fence: 0, paused: false, validating: false };
const [a, b, c] = ['a', 'b', 'c'].map((key) => ({ id: key.toUpperCase(), key }));

describe('whose turn it is', () => {
  for (const [what, turn, me, queue, expected] of [
    ['the first of the queue takes a free turn', TURN, a, [a, b], { state: 'take', late: false }],
    ['one that is not in the listing yet takes it too', TURN, a, [b], { state: 'take', late: false }],
    ['another waits for the first', TURN, b, [c, a, b], { state: 'wait', reason: 'behind', next: 'A' }],
    ['the owner has it', { ...TURN, current: a }, a, [], { state: 'mine' }],
    ['others wait for the owner', { ...TURN, current: b }, a, [a], { state: 'wait', reason: 'behind', next: 'B' }],
    ['the owner goes on although the table is paused', { ...TURN, current: a, paused: true }, a, [], { state: 'mine' }],
    ['a paused table gives no turn', { ...TURN, paused: true }, a, [a], { state: 'wait', reason: 'paused' }],
    [
      'a table to be validated gives no turn',
      { ...TURN, validating: true },
      a,
      [a],
      { state: 'wait', reason: 'validation' },
    ],
    [
      'one that comes after a later one was applied is late',
      { ...TURN, applied: b },
      a,
      [a, c],
      { state: 'take', late: true },
    ],
  ] as const) {
    it(what, () => assert.deepEqual(decideTurn(turn as never, me as never, queue as never), expected));
  }
  it('a ledger of another kind is refused', () => {
    assert.throws(() => parseTurn({}), { code: 'INPUT_MALFORMED' });
    assert.throws(() => parseTurn(undefined), { code: 'INPUT_MALFORMED' });
  });
});

describe('an ordered table', () => {
  let world: LoaderWorld;
  let instance: Instance;
  let tables = 0;
  let table = '';
  before(async () => {
    world = await loaderWorld();
    await world.warehouse.createDataset('d');
    await world.put('d/_config/load.json', '{"schema":{"fields":[{"name":"s","type":"STRING"}]},"sourceFormat":"CSV"}');
  });
  after(() => world.close());
  beforeEach(() => {
    tables += 1;
    table = `t${tables}`;
    instance = world.instance({ ORDER_PER_TABLE: 'true' });
  });
  afterEach(() => world.faults.clear());

  /** A batch whose row tells what the table held before it: rows of the file are its letter. */
  async function drop(batch: string, by: Instance = instance, letter = batch): Promise<void> {
    await world.put(`d/${table}/${batch}/x.csv`, `${letter}\n`);
    await world.put(`d/${table}/${batch}/_SUCCESS`, '');
    await by.event(`d/${table}/${batch}/_SUCCESS`);
  }
  /** The batches in the order of their copies. */
  async function applied(): Promise<string> {
    const [jobs] = await world.warehouse.getJobs({ maxResults: 10_000 });
    return jobs
      .filter(
        ({ id, metadata }) => id?.startsWith(`penstock-copy_d-${table}-`) && metadata.status.errorResult === undefined,
      )
      .map(({ id, metadata }) => ({
        batch: id?.slice(`penstock-copy_d-${table}-`.length).split('-')[0] as string,
        ms: Number(metadata.statistics.endTime),
      }))
      .sort((one, other) => one.ms - other.ms)
      .map(({ batch }) => batch)
      .join('');
  }
  const slow = (batch: string, delayMs: number): string =>
    world.faults.add({
      service: 'bigquery',
      method: 'jobs.run',
      kind: 'slow',
      delayMs,
      resource: `d-${table}-${batch}-`,
    });

  it('AL-08 loads A, B and C in order although they come at once, and D that comes while they run', async () => {
    for (const batch of ['a', 'b', 'c']) {
      await world.put(`d/${table}/${batch}/x.csv`, `${batch}\n`);
      await world.put(`d/${table}/${batch}/_SUCCESS`, '');
    }
    await world.put(`d/${table}/_config/ORDERME`, '');
    slow('a', 300);
    await instance.event(`d/${table}/a/_SUCCESS`);
    await Promise.all(['c', 'b'].map((batch) => instance.event(`d/${table}/${batch}/_SUCCESS`)));
    await drop('d');
    await instance.sweep();
    assert.equal(await applied(), 'abcd');
  });

  it('AL-08 goes on over several invocations that end before their jobs do', async () => {
    const short = world.instance({ ORDER_PER_TABLE: 'true', WAIT_FOR_JOB_SECONDS: '0' });
    for (const batch of ['a', 'b', 'c']) {
      slow(batch, 100);
      await drop(batch, short);
    }
    for (let turn = 0; turn < 40 && (await applied()) !== 'abc'; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await short.sweep();
    }
    assert.equal(await applied(), 'abc');
  });

  it('AL-08 leaves the batch that got its turn to the next invocation where the time is over', async () => {
    const gate = { ORDER_PER_TABLE: 'true', START_BACKFILL_FILENAME: '_HISTORYDONE' };
    let late: Instance | undefined;
    const hasLoaded = (): boolean => late?.lines.some((line) => line.includes('"outcome":"delivered"')) === true;
    late = world.instance(gate, { ...QUICK_CLOCK, now: () => Date.now() + (hasLoaded() ? 3_600_000 : 0) });
    await drop('a', late);
    await drop('b', late);
    await world.put(`d/${table}/_HISTORYDONE`, '');
    await late.event(`d/${table}/_HISTORYDONE`);
    assert.equal(await applied(), 'a');
    await world.instance(gate).sweep();
    assert.equal(await applied(), 'ab');
  });

  it('asks for no other load where none got its turn', async () => {
    const asked: string[] = [];
    const watched = world.instance({ ORDER_PER_TABLE: 'true' }, QUICK_CLOCK, {
      storage: (client) => ({
        ...client,
        call: (call) => {
          asked.push(call.path);
          return client.call(call);
        },
      }),
      rest: (client) => client,
    });
    await drop('a', watched);
    assert.equal(await applied(), 'a');
    assert.deepEqual(
      asked.filter((path) => path.includes('undefined')),
      [],
    );
  });

  it('AL-08 the gate file holds ordered batches back until it is there', async () => {
    const gated = world.instance({ ORDER_PER_TABLE: 'true', START_BACKFILL_FILENAME: '_HISTORYDONE' });
    await drop('b', gated);
    await drop('a', gated);
    assert.equal(await applied(), '');
    await world.put(`d/${table}/_HISTORYDONE`, '');
    await gated.event(`d/${table}/_HISTORYDONE`);
    assert.equal(await applied(), 'ab');
  });

  it('AL-08 waits for validation after each batch, until a file or the command says that it is valid', async () => {
    const validated = world.instance({ ORDER_PER_TABLE: 'true', WAIT_FOR_VALIDATION: 'true' });
    await drop('a', validated);
    await drop('b', validated);
    await validated.sweep();
    assert.equal(await applied(), 'a');
    await world.put(`d/${table}/_BACKFILL`, '');
    await validated.event(`d/${table}/_BACKFILL`);
    assert.equal(await applied(), 'ab');
  });

  it('AL-15 LD-07 ORDERME counts at the root, the dataset, the table and below', async () => {
    const plain = world.instance();
    await world.put(`d/${table}/incremental/_config/ORDERME`, '');
    await world.put(`d/${table}/incremental/a/x.csv`, 'a\n');
    await world.put(`d/${table}/incremental/a/_SUCCESS`, '');
    await plain.event(`d/${table}/incremental/a/_SUCCESS`);
    assert.equal((await world.rows(`d.${table}`)).length, 1);
    const turns = await world.names('_penstock/loader/tables/');
    const contents = await Promise.all(
      turns.map(async (name) => (await world.client.bucket(BUCKET).file(name).download())[0].toString()),
    );
    assert.ok(contents.some((text) => text.includes(`.d.${table}"`) && text.includes('"fence":1')));
  });

  it('AL-15 LD-06 a failed batch holds its table until its success file is written again, and then all goes on by itself', async () => {
    await world.put(`d/${table}/a/_config/load.json`, '{"schema":{"fields":[{"name":"s","type":"INTEGER"}]}}');
    await drop('a');
    await drop('b');
    await instance.sweep();
    assert.equal(await applied(), '');
    await world.client.bucket(BUCKET).file(`d/${table}/a/_config/load.json`).delete();
    await drop('a');
    assert.equal(await applied(), 'ab');
  });

  it('a batch that comes after a later one was applied is loaded and reported', async () => {
    await drop('b');
    await drop('a');
    assert.equal(await applied(), 'ba');
    assert.ok(instance.lines.some((line) => line.includes('came after a later one') && line.includes(`d/${table}/a/`)));
  });

  it('orders by arrival where the setting says so', async () => {
    const byArrival = world.instance({ ORDER_PER_TABLE: 'true', ORDER_BY: 'arrival', START_BACKFILL_FILENAME: '_GO' });
    for (const batch of ['c', 'a', 'b']) {
      await drop(batch, byArrival);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await world.put(`d/${table}/_GO`, '');
    await byArrival.event(`d/${table}/_GO`);
    assert.equal(await applied(), 'cab');
  });

  it('LD-18 an entry of the queue whose batch has ended holds no other batch back', async () => {
    await drop('a');
    const [file] = (await world.names('_penstock/loader/loads/')).filter((name) => name.endsWith('.json'));
    const ended = (await world.names('_penstock/loader/loads/')).filter((name) => name.endsWith('.json'));
    assert.ok(file !== undefined && ended.length > 0);
    const records = await Promise.all(
      ended.map(async (name) => JSON.parse((await world.client.bucket(BUCKET).file(name).download())[0].toString())),
    );
    const record = records.find(({ destination }) => destination?.tableId === table);
    await enqueue(instance.context, instance.context.storeOf(BUCKET), record);
    await drop('b');
    assert.equal(await applied(), 'ab');
  });

  it('a batch that one instance queued and another found faulty does not hold back its success file written again', async () => {
    const name = `d/${table}/a/_SUCCESS`;
    const generation = await world.put(name, '');
    // A file that came after its success file: the plan of this instance fails before it knows the table.
    await world.put(`d/${table}/a/x.csv`, 'a\n');
    const id = loadIdOf({ bucket: BUCKET, name, generation });
    const destination = { projectId: 'demo-test', datasetId: 'd', tableId: table };
    const planned = { id, destination, order: { key: `${name}\n${'0'.repeat(16)}` } };
    await enqueue(instance.context, instance.context.storeOf(BUCKET), planned as never);
    await instance.event(name);
    assert.equal(await applied(), '');
    await drop('a');
    await drop('b');
    assert.equal(await applied(), 'ab');
    assert.deepEqual(
      (await world.names('_penstock/loader/queue/')).filter((entry) => entry.includes(id)),
      [],
    );
  });
});
