import assert from 'node:assert/strict';
import type { Happening } from '../../../../local/core/service.ts';
import { followId } from '../../../../local/way/follow.ts';
import { type Ids, unitsOf } from '../../../../local/way/ids.ts';
import { WayMemory } from '../../../../local/way/memory.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const OTHER = '0af7651916cd43dd8448eb211c80319c';

const happening = (what: string, units: readonly Ids[], more: Partial<Omit<Happening, 'units'>> = {}): Happening => ({
  service: 'pubsub',
  what,
  resource: 'projects/p/topics/issues',
  units: unitsOf(units, (ids) => ids),
  ...more,
});

describe('the way of a row', () => {
  let memory: WayMemory;
  const whats = (id: string): readonly string[] => followId(memory, id).steps.map(({ what }) => what);
  /** Two issues of one request, published in one batch and appended in one request. */
  const twoIssues = (): void => {
    memory.record(happening('received', [{ trace: TRACE }], { service: 'functions', resource: 'intake' }), 1);
    memory.record(
      happening('published', [
        { message: '1', issue_id: 'INC-A', trace: TRACE },
        { message: '2', issue_id: 'INC-B', trace: TRACE },
      ]),
      2,
    );
    memory.record(happening('pushed', [{ message: '1', issue_id: 'INC-A', trace: TRACE }]), 3);
    memory.record(happening('was refused a push', [{ message: '2', issue_id: 'INC-B', trace: TRACE }]), 4);
    memory.record(
      happening('appended', [{ issue_id: 'INC-A' }], {
        service: 'bigquery-storage',
        resource: 'projects/p/datasets/d/tables/t/streams/_default',
        facts: { rows: 1 },
      }),
      5,
    );
  };
  beforeEach(() => {
    memory = new WayMemory();
  });

  for (const id of ['INC-A', '1', 'issue_id:INC-A', 'message:1', ' INC-A ']) {
    it(`is found by ${JSON.stringify(id)}, without the other rows of its request and batch`, () => {
      twoIssues();
      assert.deepEqual(whats(id), ['received', 'published', 'pushed', 'appended']);
    });
  }

  for (const id of [TRACE, `00-${TRACE}-00f067aa0ba902b7-01`, `projects/p/traces/${TRACE}`]) {
    it(`by the trace ${id} has every row of the request`, () => {
      twoIssues();
      const way = followId(memory, id);
      assert.equal(way.kind, 'trace');
      assert.deepEqual(way.ids.issue_id, ['INC-A', 'INC-B']);
      assert.deepEqual(whats(id), ['received', 'published', 'pushed', 'was refused a push', 'appended']);
      assert.equal(way.steps[1]?.others, 0);
    });
  }

  it('tells when, where, with which outcome and with which ids each step was', () => {
    twoIssues();
    const [received, published, pushed, appended] = followId(memory, 'INC-A').steps;
    assert.equal(received?.kind, 'request');
    assert.equal(received?.traceId, TRACE);
    assert.deepEqual([published?.atMs, published?.others], [2, 1]);
    assert.deepEqual(published?.ids, { message: ['1'], issue_id: ['INC-A'], trace: [TRACE] });
    assert.deepEqual([pushed?.kind, pushed?.outcome], ['message', 'delivered']);
    assert.deepEqual([appended?.kind, appended?.outcome, appended?.fields], ['append', 'done', { rows: 1 }]);
    assert.equal(followId(memory, 'INC-B').steps.at(-1)?.outcome, 'retry');
  });

  it('goes on into the message that a redrive publishes for the same issue', () => {
    memory.record(happening('published', [{ message: '1', issue_id: 'INC-A', trace: TRACE }]), 1);
    memory.record(happening('dead-lettered', [{ message: '1', issue_id: 'INC-A', trace: TRACE }]), 2);
    memory.record(happening('published again', [{ message: '9', issue_id: 'INC-A', trace: OTHER }]), 3);
    memory.record(happening('pushed', [{ message: '9', trace: OTHER }]), 4);
    assert.deepEqual(whats('1'), ['published', 'dead-lettered', 'published again', 'pushed']);
    assert.deepEqual(followId(memory, '9').ids.trace, [TRACE, OTHER]);
  });

  it('joins the files of a load by its job, and not the files of another load', () => {
    const object = (what: string, ids: Ids): Happening =>
      happening(what, [ids], { service: 'storage', resource: 'uploads/x' });
    memory.record(object('finalized', { object: 'uploads/a.csv#1', path: 'uploads/a.csv' }), 1);
    memory.record(object('finalized', { object: 'uploads/b.csv#2', path: 'uploads/b.csv' }), 2);
    memory.record(object('finalized', { object: 'uploads/c.csv#3', path: 'uploads/c.csv' }), 3);
    const read = { job: 'load_1', object: ['uploads/a.csv#1', 'uploads/b.csv#2'] };
    memory.record(happening('read files', [read], { service: 'bigquery', resource: 'p:US.load_1' }), 4);
    memory.record(happening('finished', [{ job: 'load_1' }], { service: 'bigquery', resource: 'p:US.load_1' }), 5);
    const steps = ['finalized', 'finalized', 'read files', 'finished'];
    for (const id of ['gs://uploads/a.csv', 'uploads/b.csv#2', 'p:US.load_1', 'load_1'])
      assert.deepEqual(whats(id), steps);
    assert.deepEqual(followId(memory, 'load_1').ids.object, ['uploads/a.csv#1', 'uploads/b.csv#2']);
    assert.deepEqual(whats('uploads/c.csv#3'), ['finalized']);
  });

  it('by the name of a document or an object has every change, and by the id of one change that one alone', () => {
    const written = (event: string): Happening =>
      happening('updated', [{ document: 'issues/a', event }], { service: 'firestore', resource: 'issues/a' });
    memory.record(written('e1'), 1);
    memory.record(written('e2'), 2);
    memory.record(happening('published', [{ message: '1', issue_id: 'FS-1', document: 'issues/a' }]), 3);
    memory.record(happening('delivered', [{ event: 'e1', issue_id: 'FS-1' }], { service: 'functions' }), 4);
    assert.equal(followId(memory, 'projects/p/databases/(default)/documents/issues/a').steps.length, 4);
    assert.deepEqual(whats('FS-1'), ['updated', 'published', 'delivered']);
    assert.deepEqual(whats('e2'), ['updated']);
  });

  it('is given the trace of the request that is being answered where a happening names none', () => {
    memory.record(happening('created', []), 1, TRACE);
    memory.record(happening('finalized', [{ object: 'b/o#1' }]), 2, TRACE);
    memory.record(happening('pushed', [{ message: '1', trace: OTHER }]), 3, TRACE);
    assert.deepEqual(whats(TRACE), ['created', 'finalized']);
    assert.deepEqual(whats(OTHER), ['pushed']);
  });

  for (const place of ['d.t', 'projects/p/datasets/d/tables/t/streams/_default']) {
    it(`by the place ${place} is the latest that happened there`, () => {
      twoIssues();
      const way = followId(memory, place);
      assert.deepEqual([way.kind, way.steps.map(({ what }) => what)], ['place', ['appended']]);
    });
  }

  it('from a window has everything of its run, each object that was written among them', () => {
    memory.record(
      happening('ran', [{ tick: 'pull 2026', trace: TRACE }], { service: 'scheduler', resource: 'pull' }),
      1,
    );
    for (const n of [1, 2, 3])
      memory.record(happening('finalized', [{ object: `b/${n}#1`, event: `e${n}`, trace: TRACE }]), 2);
    memory.record(happening('created a stream', [{ stream: 's', trace: TRACE }]), 3);
    memory.record(happening('appended', [{ stream: 's' }]), 4);
    memory.record(
      happening('pulled a source', [
        { window: 'orders w1', trace: TRACE },
        { window: 'w2', trace: TRACE },
      ]),
      5,
    );
    assert.equal(followId(memory, 'orders w1').steps.length, 7);
    assert.equal(followId(memory, 'pull 2026').steps.length, 7);
    assert.equal(followId(memory, 'w2').steps.at(-1)?.others, 0);
  });

  it('does not take a table that is dropped for an event that is', () => {
    const drop = (service: Happening['service']): Happening => happening('dropped', [{ trace: TRACE }], { service });
    memory.record(drop('bigquery'), 1);
    memory.record(drop('eventarc'), 2);
    assert.deepEqual(
      followId(memory, TRACE).steps.map(({ outcome }) => outcome),
      ['done', 'dropped'],
    );
  });

  it('has no steps for an unknown id, and says how far back the memory reaches', () => {
    assert.deepEqual(followId(memory, 'INC-X').memory, { units: 0, limit: 20_000, sinceMs: undefined });
    twoIssues();
    const way = followId(memory, 'INC-X');
    assert.deepEqual([way.kind, way.steps, way.memory.sinceMs], [undefined, [], 1]);
  });

  it('is cut at a thousand steps, and says so', () => {
    for (let at = 0; at < 1_005; at += 1) memory.record(happening('pushed', [{ message: '1' }]), at);
    const way = followId(memory, '1');
    assert.deepEqual([way.steps.length, way.cut], [1_000, true]);
  });
});

describe('the memory of ways', () => {
  it('holds so many units and forgets the oldest first, with its ids', () => {
    const memory = new WayMemory({ units: 4 });
    memory.record(happening('published', [{ message: '1' }, { message: '2' }, { message: '3' }]), 1);
    memory.record(happening('told', []), 2);
    assert.equal(memory.size, 4);
    memory.record(happening('pushed', [{ message: '1' }]), 3);
    memory.record(happening('pushed', [{ message: '3' }]), 4);
    assert.deepEqual([memory.size, memory.sinceMs], [4, 1]);
    assert.deepEqual(memory.kindsOf('2'), []);
    const whats = (id: string): readonly string[] => followId(memory, id).steps.map(({ what }) => what);
    assert.deepEqual(whats('1'), ['pushed']);
    assert.deepEqual(whats('3'), ['published', 'pushed']);
    memory.record(happening('told', []), 5);
    assert.equal(memory.sinceMs, 2);
    assert.deepEqual(whats('3'), ['pushed']);
  });

  it('stays as large as its bound over a million units', () => {
    const memory = new WayMemory({ units: 1_000 });
    for (let at = 0; at < 10_000; at += 1) {
      memory.record(
        happening(
          'published',
          Array.from({ length: 100 }, (_, n) => ({ message: `${at} ${n}`, trace: TRACE })),
        ),
        at,
      );
    }
    assert.equal(memory.size, 1_000);
    assert.equal(memory.places({ kind: 'trace', value: TRACE }).length, 1_000);
    assert.equal(memory.places({ kind: 'message', value: '0 0' }).length, 0);
  });

  it('holds a thousand units of one happening at most, and no id that is empty or overlong', () => {
    const memory = new WayMemory();
    memory.record(
      happening(
        'published',
        Array.from({ length: 1_500 }, (_, n) => ({ message: String(n) })),
      ),
      1,
    );
    assert.equal(memory.size, 1_000);
    memory.record(happening('published', [{ message: '' }, { message: 'x'.repeat(2_000) }]), 2);
    assert.equal(memory.size, 1_002);
    assert.deepEqual(memory.kindsOf(''), []);
  });

  it('forgets everything when it is cleared', () => {
    const memory = new WayMemory();
    memory.record(happening('published', [{ message: '1' }]), 1);
    memory.clear();
    assert.deepEqual([memory.size, memory.kindsOf('1')], [0, []]);
  });
});
