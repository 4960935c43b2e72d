import assert from 'node:assert/strict';
import { stepLines } from '../../../cli/commands/trace/step-lines.ts';
import { startConsole } from '../../../local/console/console.ts';
import { Faults } from '../../../local/core/faults/faults.ts';
import { type HttpServer, sendJson, startHttpServer } from '../../../local/core/http/server.ts';
import type { Service } from '../../../local/core/service.ts';
import { oneUnit, unitsOf } from '../../../local/way/ids.ts';
import { WayMemory } from '../../../local/way/memory.ts';
import { freePort } from '../../support/free-port.ts';
import { penstock } from '../../support/penstock.ts';

describe('penstock trace', () => {
  let service: Service;
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
    const issues = ['INC-A', 'INC-B'];
    way.record(
      {
        service: 'pubsub',
        what: 'published',
        resource: 'projects/p/topics/issues',
        facts: { messages: 2 },
        units: unitsOf(issues, (issue, at) => ({ issue_id: issue, message: String(at + 1) })),
      },
      1_000,
    );
    way.record(
      {
        service: 'pubsub',
        what: 'was refused a push',
        resource: 'projects/p/subscriptions/sink',
        facts: { answer: 503 },
        units: oneUnit({ message: '1', trace: 'a'.repeat(32) }),
      },
      1_412,
    );
  });
  after(() => service.close());

  const trace = (...args: readonly string[]) => penstock(['trace', ...args, '--console', service.address], { env: {} });

  it('prints a line a step, with the time since the first, the outcome and what is known of it', async () => {
    const { code, out } = await trace('INC-A');
    assert.equal(code, 0);
    assert.deepEqual(
      out.split('\n').map((line) => line.trimEnd()),
      [
        'INC-A (issue_id), from 1970-01-01T00:00:01.000Z',
        '  issue_id: INC-A',
        '  message: 1',
        `  trace: ${'a'.repeat(32)}`,
        '',
        '+0.000 s  pubsub  published           done   topics/issues       message=1 messages=2 with 1 other',
        '+0.412 s  pubsub  was refused a push  retry  subscriptions/sink  message=1 answer=503',
        '2 steps, 1 trace',
        '',
      ],
    );
  });

  it('prints a step a line as JSON', async () => {
    const { out } = await trace('2', '--json');
    const { number: _number, ...step } = JSON.parse(out.trim()) as Record<string, unknown>;
    assert.deepEqual(step, {
      atMs: 1_000,
      kind: 'message',
      place: 'projects/p/topics/issues',
      service: 'pubsub',
      what: 'published',
      outcome: 'done',
      ids: { issue_id: ['INC-B'], message: ['2'] },
      fields: { messages: 2 },
      others: 1,
    });
  });

  it('fails with the reason where nothing is remembered, at once or after a wait', async () => {
    for (const args of [[], ['--wait', '1']]) {
      const { code, error } = await trace('INC-C', ...args);
      assert.equal(code, 1);
      assert.match(error, /Nothing is remembered of INC-C\. It reaches back to 1970/);
    }
  });

  it('says where to look where no console answers', async () => {
    const port = await freePort();
    const { code, error } = await penstock(['trace', 'INC-A', '--console', `127.0.0.1:${port}`], { env: {} });
    assert.equal(code, 4);
    assert.match(error, /No console answers at 127\.0\.0\.1:\d+: is "npm start" running there\?/);
  });

  describe('of a server that is none of ours', () => {
    let server: HttpServer;
    let answer: () => readonly [status: number, body: unknown];
    before(async () => {
      server = await startHttpServer(
        { host: '127.0.0.1', port: 0 },
        async (_request, response) => sendJson(response, ...answer()),
        () => undefined,
      );
    });
    after(() => server.close());

    for (const [status, body, code] of [
      [404, { error: 'There is nothing.' }, 1],
      [400, null, 1],
    ] as const) {
      it(`fails with its answer ${status}`, async () => {
        answer = () => [status, body];
        const { code: given, error } = await penstock(['trace', 'x', '--console', `http://${server.address}/`], {
          env: {},
        });
        assert.equal(given, code);
        assert.match(error, new RegExp(`is no console of a local cloud.*answered ${status}`));
      });
    }
  });

  it('tells long times in minutes, and cuts long lists of ids', () => {
    const step = {
      number: 1,
      kind: 'job',
      service: 'bigquery',
      what: 'finished',
      outcome: 'done',
      place: 'p:US.j',
    } as const;
    const lines = stepLines({
      id: 'j',
      kind: 'job',
      ids: { object: ['1', '2', '3', '4', '5'] },
      steps: [
        { ...step, atMs: 0, ids: {}, fields: {}, others: 0 },
        { ...step, atMs: 200_500, ids: { job: ['j'] }, fields: { job: 'j', rows: '3' }, others: 2 },
      ],
    });
    assert.equal(lines[1], '  object: 1, 2, 3 and 2 more');
    assert.equal(lines.at(-1), '+3 min 20 s  bigquery  finished  done  p:US.j  job=j rows=3 with 2 others');
    assert.deepEqual(stepLines({ id: 'x', kind: undefined, ids: {}, steps: [] }), []);
  });
});
