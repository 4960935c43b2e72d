import assert from 'node:assert/strict';
import { type ConsoleService, startConsole } from '../../../../local/console/console.ts';
import { Faults } from '../../../../local/core/faults/faults.ts';
import type { Way } from '../../../../local/way/follow.ts';
import { oneUnit } from '../../../../local/way/ids.ts';
import { WayMemory } from '../../../../local/way/memory.ts';

describe('GET /way of the console', () => {
  let service: ConsoleService;
  let way: WayMemory;
  before(async () => {
    way = new WayMemory();
    service = await startConsole({
      host: '127.0.0.1',
      port: 0,
      stateDir: undefined,
      faults: new Faults(),
      report: () => undefined,
      now: () => 0,
      addresses: () => ({}),
      jobs: () => [],
      runJob: async () => true,
      way,
    });
  });
  after(() => service.close());
  beforeEach(() => way.clear());

  const get = async (path: string): Promise<{ status: number; body: Partial<Way> & { error?: string } }> => {
    const response = await fetch(`http://${service.address}${path}`);
    return { status: response.status, body: (await response.json()) as Partial<Way> };
  };
  const publish = (): void =>
    way.record(
      {
        service: 'pubsub',
        what: 'published',
        resource: 'projects/p/topics/t',
        units: oneUnit({ message: '7', issue_id: 'a&b' }),
      },
      5,
    );

  it('answers with the steps of the id, however it is escaped', async () => {
    publish();
    const { status, body } = await get(`/way?id=${encodeURIComponent('a&b')}`);
    assert.equal(status, 200);
    assert.deepEqual([body.kind, body.cut, body.steps?.length], ['issue_id', false, 1]);
    assert.deepEqual(body.steps?.[0], {
      number: body.steps?.[0]?.number,
      atMs: 5,
      kind: 'message',
      place: 'projects/p/topics/t',
      service: 'pubsub',
      what: 'published',
      outcome: 'done',
      ids: { message: ['7'], issue_id: ['a&b'] },
      fields: {},
      others: 0,
    });
  });

  it('answers 404 for an id of which nothing is remembered, with the reason', async () => {
    assert.match((await get('/way?id=7')).body.error ?? '', /^Nothing is remembered of 7\. Nothing has happened yet\./);
    publish();
    const { status, body } = await get('/way?id=8');
    assert.deepEqual([status, body.steps], [404, []]);
    assert.match(body.error ?? '', /It reaches back to 1970-01-01T00:00:00\.005Z/);
  });

  for (const path of ['/way', '/way?id=%20', `/way?id=${'x'.repeat(3_000)}`]) {
    it(`refuses ${path.slice(0, 12)} of ${path.length} characters with 400`, async () => {
      assert.equal((await get(path)).status, 400);
    });
  }

  it('lists what happened last, of every place or of one', async () => {
    publish();
    way.record({ service: 'storage', what: 'finalized', resource: 'b/o' }, 6);
    const places = async (path: string): Promise<readonly (string | undefined)[]> =>
      ((await get(path)).body.steps ?? []).map(({ place }) => place);
    assert.deepEqual(await places('/way/recent'), ['projects/p/topics/t', 'b/o']);
    assert.deepEqual(await places('/way/recent?limit=1'), ['b/o']);
    assert.deepEqual(await places('/way/recent?limit=x&place=topics'), ['projects/p/topics/t']);
  });
});
