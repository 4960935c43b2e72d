import assert from 'node:assert/strict';
import { systemClock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { createLogger } from '@penstock/shared/runtime/log.ts';
import { createMetrics } from '@penstock/shared/runtime/metrics.ts';
import { type Answer, handle } from '../../../../functions/puller/handler.ts';
import { METRICS } from '../../../../functions/puller/metrics.ts';
import type { RunOutcome, RunState, WindowOutcome } from '../../../../functions/puller/outcome.ts';

const window = (state: WindowOutcome['state']): WindowOutcome => ({
  from: '2026-01-02T03:00:00.000Z',
  to: '2026-01-02T03:10:00.000Z',
  state,
  pages: 1,
  rows: 2,
  rejected: 1,
  bytes: 3,
  segments: 1,
  resumes: 1,
  ms: 4,
  ...(state === 'failed' || state === 'retry' ? { code: 'INTERNAL' as const, message: 'no' } : {}),
});
const outcome = (source: string, state: RunState): RunOutcome => ({
  source,
  state,
  windows: state === 'idle' ? [] : [window(state)],
});

interface Called {
  readonly answer: Answer;
  readonly lines: readonly Record<string, unknown>[];
}

async function called(
  run: (name: string) => Promise<RunOutcome>,
  { header = '2026-01-02T03:10:00Z' as string | undefined, url = '/', names = ['a', 'b'] } = {},
): Promise<Called> {
  const lines: Record<string, unknown>[] = [];
  const log = createLogger({ write: (line) => lines.push(JSON.parse(line)) });
  const metrics = createMetrics(METRICS, log);
  const request = {
    headers: header === undefined ? {} : { 'x-cloudscheduler-scheduletime': header },
    url,
  };
  const answer = await handle(
    { names, run, parallel: 2, reserveMs: 1, clock: systemClock, log, metrics },
    request as never,
    Date.now() + 1_000,
  );
  metrics.flush();
  return { answer, lines };
}

describe("the puller's handler", () => {
  for (const header of [undefined, 'soon']) {
    it(`refuses a call whose schedule time is ${header}`, async () => {
      const lines: string[] = [];
      const log = createLogger({ write: (line) => lines.push(line) });
      const headers = header === undefined ? {} : { 'x-cloudscheduler-scheduletime': header };
      const parts = {
        names: [],
        run: async () => outcome('a', 'done'),
        parallel: 1,
        reserveMs: 1,
        clock: systemClock,
        log,
        metrics: createMetrics(METRICS, log),
      };
      const { status, body } = await handle(parts, { headers } as never, 0);
      assert.equal(status, 400);
      assert.match(JSON.stringify(body), /X-CloudScheduler-ScheduleTime/);
    });
  }

  for (const [states, status] of [
    [['done', 'idle'], 200],
    [['more', 'done'], 200],
    [['elsewhere', 'done'], 202],
    [['retry', 'elsewhere'], 503],
    [['failed', 'retry'], 500],
  ] as const) {
    it(`answers ${status} where its sources are ${states.join(' and ')}`, async () => {
      const { answer } = await called(async (name) => outcome(name, states[name === 'a' ? 0 : 1]));
      assert.equal(answer.status, status);
      assert.deepEqual(
        (answer.body.sources as readonly RunOutcome[]).map(({ source }) => source),
        ['a', 'b'],
      );
    });
  }

  it('pulls only the sources that are asked for', async () => {
    const { answer } = await called(async (name) => outcome(name, 'idle'), { url: '/?source=b' });
    assert.deepEqual(answer.body, {
      scheduled: '2026-01-02T03:10:00.000Z',
      state: 'idle',
      sources: [{ source: 'b', state: 'idle', windows: [] }],
    });
    assert.equal((await called(async (name) => outcome(name, 'idle'), { url: '/?source=c' })).answer.status, 404);
  });

  it('has nothing to do where the deployment has no source', async () => {
    const { answer } = await called(async (name) => outcome(name, 'done'), { names: [] });
    assert.deepEqual([answer.status, answer.body.state, answer.body.sources], [200, 'idle', []]);
  });

  it('lets one source go wrong and the others run', async () => {
    for (const [code, state] of [
      ['UNAVAILABLE', 'retry'],
      ['CONFIG_INVALID', 'failed'],
    ] as const) {
      const { answer, lines } = await called(async (name) => {
        if (name === 'a') throw new PenstockError(code, 'broken');
        return outcome(name, 'done');
      });
      assert.deepEqual(
        (answer.body.sources as readonly RunOutcome[]).map((one) => one.state),
        [state, 'done'],
      );
      assert.ok(
        lines.some(
          ({ message, source, severity }) =>
            message === 'a source could not run' && source === 'a' && severity === 'ERROR',
        ),
      );
    }
  });

  it('says how long Cloud Scheduler should wait, as the longest of its sources', async () => {
    const { answer } = await called(async (name) => ({
      ...outcome(name, 'elsewhere'),
      retryAfterMs: name === 'a' ? 5_000 : 90_000,
    }));
    assert.equal(answer.retryAfterMs, 90_000);
  });

  it('writes one wide line a source, with a severity that alerts', async () => {
    const { lines } = await called(async (name) => outcome(name, name === 'a' ? 'failed' : 'retry'));
    assert.deepEqual(
      lines
        .filter(({ source }) => source !== undefined)
        .map(({ source, severity }) => [source, severity])
        .toSorted(),
      [
        ['a', 'ERROR'],
        ['b', 'WARNING'],
      ],
    );
  });

  it('counts windows, rows and rejected rows once they are done', async () => {
    const { lines } = await called(async (name) => outcome(name, name === 'a' ? 'done' : 'more'));
    const value = (metric: string): unknown => lines.find((line) => line.metric === metric)?.value;
    assert.deepEqual([value('puller/rows'), value('puller/rejected_rows'), value('puller/bytes')], [2, 1, 3]);
  });
});
