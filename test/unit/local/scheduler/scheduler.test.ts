import assert from 'node:assert/strict';
import type { IncomingHttpHeaders } from 'node:http';
import sinon from 'sinon';
import { type FaultRule, Faults } from '../../../../local/core/faults/faults.ts';
import { type HttpServer, startHttpServer } from '../../../../local/core/http/server.ts';
import { backoff, type HttpJob, type Job } from '../../../../local/scheduler/job.ts';
import { type SchedulerService, startScheduler } from '../../../../local/scheduler/scheduler.ts';
import { setEnvironment } from '../../../support/environment.ts';

describe('Scheduler', () => {
  let target: HttpServer;
  let received: IncomingHttpHeaders[];
  let statuses: number[];
  let held: () => Promise<void>;
  let service: SchedulerService;

  beforeEach(async () => {
    received = [];
    statuses = [];
    held = async () => undefined;
    target = await startHttpServer(
      { host: '127.0.0.1', port: 0 },
      async (request, response) => {
        received.push(request.headers);
        await held();
        response.writeHead(statuses.shift() ?? 200, { location: '/elsewhere' }).end();
      },
      () => undefined,
    );
  });
  afterEach(async () => {
    await service.close();
    await target.close();
  });

  async function started(job: Partial<HttpJob> = {}, rules: FaultRule[] = []): Promise<SchedulerService> {
    const faults = new Faults();
    for (const rule of rules) faults.add(rule);
    service = await startScheduler({
      host: '127.0.0.1',
      port: 0,
      stateDir: undefined,
      faults,
      report: () => undefined,
      now: Date.now,
      projectId: 'demo-penstock',
      publish: async () => undefined,
      jobs: [{ name: 'pull', schedule: '*/10 * * * *', url: `http://${target.address}/`, ...job }],
    });
    return service;
  }

  it('posts with the headers of the real service', async () => {
    const scheduler = await started();
    assert.equal(await scheduler.run('pull', new Date('2026-01-02T03:10:00Z')), true);
    const [headers] = received;
    assert.deepEqual(
      [
        headers?.['user-agent'],
        headers?.['x-cloudscheduler'],
        headers?.['x-cloudscheduler-jobname'],
        headers?.['x-cloudscheduler-scheduletime'],
      ],
      ['Google-Cloud-Scheduler', 'true', 'pull', '2026-01-02T03:10:00Z'],
    );
  });

  it('repeats a failed run with the same schedule time, as often as the job allows', async () => {
    statuses = [500, 503, 200];
    const scheduler = await started({ retry: { retryCount: 2, minBackoffMs: 1 } });
    assert.equal(await scheduler.run('pull', new Date(0)), true);
    assert.deepEqual(
      [...new Set(received.map((headers) => headers['x-cloudscheduler-scheduletime']))],
      ['1970-01-01T00:00:00Z'],
    );
    assert.equal(received.length, 3);
  });

  it('does not retry by default', async () => {
    statuses = [500];
    const scheduler = await started();
    assert.equal(await scheduler.run('pull'), false);
    assert.equal(received.length, 1);
  });

  it('never has two runs of a job out at once', async () => {
    let out = 0;
    let most = 0;
    held = async () => {
      out += 1;
      most = Math.max(most, out);
      await new Promise((resolve) => setTimeout(resolve, 5));
      out -= 1;
    };
    const scheduler = await started();
    const outcomes = await Promise.all([1, 2, 3].map((n) => scheduler.run('pull', new Date(n * 1_000))));
    assert.deepEqual([outcomes, most], [[true, true, true], 1]);
    assert.deepEqual(
      received.map((headers) => headers['x-cloudscheduler-scheduletime']),
      ['1970-01-01T00:00:01Z', '1970-01-01T00:00:02Z', '1970-01-01T00:00:03Z'],
    );
  });

  it('gives up retrying when the next run is due', async () => {
    statuses = [500, 500];
    const scheduler = await started({ schedule: '* * * * *', retry: { retryCount: 5, minBackoffMs: 120_000 } });
    assert.equal(await scheduler.run('pull'), false);
    assert.equal(received.length, 1);
  });

  it("sends a job's own headers, but not in place of the service's", async () => {
    const headers = { 'Content-Type': 'application/json', 'X-CloudScheduler-JobName': 'another' };
    const scheduler = await started({ headers, body: '{}' });
    await scheduler.run('pull', new Date('2026-01-02T03:10:00.520Z'));
    assert.deepEqual(
      ['content-type', 'x-cloudscheduler-jobname', 'x-cloudscheduler-scheduletime'].map((name) => received[0]?.[name]),
      ['application/json', 'pull', '2026-01-02T03:10:00.52Z'],
    );
  });

  it('plays scripted faults', async () => {
    const rule = { service: 'scheduler', method: 'run' } as const;
    const scheduler = await started({ retry: { retryCount: 3, minBackoffMs: 1 } }, [
      { ...rule, kind: 'error' },
      { ...rule, kind: 'ack-lost' },
      { ...rule, kind: 'slow', delayMs: 1 },
    ]);
    assert.equal(await scheduler.run('pull'), true);
    assert.equal(received.length, 2);
  });

  it('refuses a cron line that is none, and a job that it does not know', async () => {
    await assert.rejects(started({ schedule: 'every day' }));
    const scheduler = await started();
    await assert.rejects(scheduler.run('push'), /there is no job push/);
  });

  describe('by the clock', () => {
    let clock: sinon.SinonFakeTimers;
    afterEach(() => clock.restore());

    /** Starts at `from`; what is not faked goes on, so that requests arrive. */
    async function at(from: string, job: Partial<Job>): Promise<void> {
      clock = sinon.useFakeTimers({ now: new Date(from), toFake: ['Date', 'setTimeout', 'clearTimeout'] });
      await started(job);
    }
    async function times(count: number): Promise<unknown[]> {
      while (received.length < count) await new Promise((resolve) => setImmediate(resolve));
      return received.map((headers) => headers['x-cloudscheduler-scheduletime']);
    }

    it('runs when a run is due, once, and says for when', async () => {
      await at('2026-01-02T03:09:59.500Z', {});
      await clock.tickAsync(400);
      assert.equal(received.length, 0);
      await clock.tickAsync(200);
      assert.deepEqual(await times(1), ['2026-01-02T03:10:00Z']);
      await clock.tickAsync(600_000);
      assert.deepEqual(await times(2), ['2026-01-02T03:10:00Z', '2026-01-02T03:20:00Z']);
    });

    it('says what was due last, and not when it woke, after the machine has slept', async () => {
      await at('2026-01-02T03:05:00Z', {});
      clock.setSystemTime(new Date('2026-01-02T05:47:12Z'));
      await clock.tickAsync(300_000);
      assert.deepEqual(await times(2), ['2026-01-02T05:40:00Z', '2026-01-02T05:50:00Z']);
    });

    for (const [name, from, job, due] of [
      ['a time zone', '2026-07-01T00:00:00Z', { timeZone: 'America/New_York' }, '2026-07-01T06:30:00Z'],
      ['UTC where none is named', '2026-07-01T00:00:00Z', {}, '2026-07-01T02:30:00Z'],
      [
        'the hour that summer time leaves out',
        '2026-03-29T00:00:00Z',
        { timeZone: 'Europe/Berlin' },
        '2026-03-29T01:00:00Z',
      ],
      [
        'the hour that comes twice, once',
        '2026-10-24T23:00:00Z',
        { timeZone: 'Europe/Berlin' },
        '2026-10-25T00:30:00Z',
      ],
    ] as const) {
      it(`reads a line by ${name}`, async () => {
        const putBack = setEnvironment({ TZ: 'Asia/Tokyo' });
        try {
          await at(from, { schedule: '30 2 * * *', ...job });
          await clock.tickAsync(8 * 3_600_000);
          assert.deepEqual(await times(1), [due]);
        } finally {
          putBack();
        }
      });
    }
  });

  it('refuses seconds: Unix cron has five fields', async () => {
    await started();
    await assert.rejects(started({ schedule: '0 */10 * * * *' }));
  });

  it('takes a redirect for a failure, as all but 200 to 299', async () => {
    statuses = [302];
    const scheduler = await started();
    assert.equal(await scheduler.run('pull'), false);
  });

  it('gives up retrying when the job’s own time for that is over', async () => {
    statuses = [500, 500];
    const retry = { retryCount: 5, minBackoffMs: 50, maxRetryDurationMs: 40 };
    assert.equal(await (await started({ retry })).run('pull'), false);
    assert.equal(received.length, 1);
  });

  it('gives up an attempt at its deadline', async () => {
    held = () => new Promise((resolve) => setTimeout(resolve, 300));
    const scheduler = await started({ attemptDeadlineMs: 20 });
    assert.equal(await scheduler.run('pull'), false);
  });

  it('waits as RetryConfig says: doubled so many times, then by equal steps, never above the maximum', () => {
    // The example in the proto comment of RetryConfig.max_doublings.
    const config = { minBackoffMs: 10_000, maxBackoffMs: 300_000, maxDoublings: 3 };
    const waits = [0, 1, 2, 3, 4, 5, 6].map((attempt) => backoff(config, attempt) / 1_000);
    assert.deepEqual(waits, [10, 20, 40, 80, 160, 240, 300]);
    assert.equal(backoff({}, 0), 5_000);
  });
});
