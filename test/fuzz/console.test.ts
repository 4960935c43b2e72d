import assert from 'node:assert/strict';
import { type ConsoleService, startConsole } from '../../local/console/console.ts';
import { FAULT_KINDS, Faults, mulberry32 } from '../../local/core/faults/faults.ts';
import { FUZZ_CASES, oddBody, oddValue, pick, type Random, sendBytes, sendOdd } from '../support/fuzz-http.ts';

const SEED = 20_261_121;
const PATHS = ['/', '/addresses', '/faults', '/faults/', '/faults/0-0', '/jobs', '/jobs/pull:run', '/jobs/%ff:run'];
const MORE = [
  '/jobs/..:run',
  '//',
  '/%',
  '*',
  '/?scheduleTime=',
  '/jobs/pull:run?scheduleTime=%00',
  '/events/x',
  '/\u00e4',
];
const NAMES = ['service', 'method', 'kind', 'times', 'skip', 'probability', 'seed', 'delayMs', 'code', 'at', 'x'];
const GOOD: Readonly<Record<string, readonly unknown[]>> = {
  service: ['pubsub', 'storage', 'bigquery'],
  method: ['Publish', '*'],
  kind: FAULT_KINDS,
};

describe('the console given bad input', () => {
  let service: ConsoleService;
  let faults: Faults;
  before(async () => {
    faults = new Faults();
    service = await startConsole({
      host: '127.0.0.1',
      port: 0,
      stateDir: undefined,
      faults,
      report: () => undefined,
      now: Date.now,
      addresses: () => ({ pubsub: '127.0.0.1:1' }),
      jobs: () => [
        {
          name: 'pull',
          schedule: '* * * * *',
          timeZone: 'Etc/UTC',
          url: 'http://x/',
          nextMs: undefined,
          last: undefined,
        },
      ],
      runJob: async () => true,
    });
  });
  after(() => service.close());

  const rule = (random: Random): unknown => {
    const odd = oddValue(random, NAMES, 2);
    if (random() < 0.5) return odd;
    const good = Object.entries(GOOD).map(([name, values]) => [name, pick(random, values)]);
    return { ...Object.fromEntries(good), [pick(random, NAMES)]: pick(random, [odd, 1, 0.5, 'x']) };
  };

  it(`answers ${FUZZ_CASES} odd requests in its own words and goes on (seed ${SEED})`, async () => {
    const random = mulberry32(SEED);
    for (let n = 0; n < FUZZ_CASES; n += 1) {
      const method = pick(random, ['GET', 'POST', 'POST', 'POST', 'DELETE', 'PUT', 'PATCH', 'OPTIONS']);
      const path = method === 'POST' && random() < 0.7 ? '/faults' : pick(random, [...PATHS, ...MORE]);
      const body = method === 'GET' ? undefined : oddBody(random, () => rule(random));
      const { status, type, text } = await sendOdd(service.address, method, encodeURI(path), body);
      assert.ok([200, 201, 400, 404].includes(status), `case ${n}: ${method} ${path} was answered ${status}: ${text}`);
      if (status >= 400) {
        assert.match(type, /^application\/json/);
        const { error = '' } = JSON.parse(text) as { error?: string };
        assert.equal(/\bat .*\.(ts|js):\d+/.test(error), false, `case ${n} shows a stack: ${error}`);
      }
    }
    for (const { rule: added } of faults.list()) {
      assert.ok((FAULT_KINDS as readonly string[]).includes(added.kind), JSON.stringify(added));
    }
    assert.equal((await sendOdd(service.address, 'GET', '/addresses')).status, 200);
  });

  it('survives bytes that are no HTTP', async () => {
    const random = mulberry32(SEED + 1);
    for (let n = 0; n < 20; n += 1) {
      await sendBytes(service.address, Buffer.from(Array.from({ length: 100 }, () => Math.floor(random() * 256))));
    }
    assert.equal((await sendOdd(service.address, 'GET', '/addresses')).status, 200);
  });
});
