import assert from 'node:assert/strict';
import { readFlatIssue } from '@penstock/shared/issues/flat-message.ts';
import { Faults, mulberry32 } from '../../local/core/faults/faults.ts';
import { type Functions, startFunctions } from '../../local/functions/functions.ts';
import { type PubsubService, startPubsub } from '../../local/pubsub/index.ts';

const PROJECT = 'demo-penstock';
const TOPIC = `projects/${PROJECT}/topics/issues-topic`;
const SUBSCRIPTION = `projects/${PROJECT}/subscriptions/all`;
const POSTS = process.env.PENSTOCK_SOAK === '1' ? 10_000 : 1_000;
const SEED = Number(process.env.PENSTOCK_SEED ?? 11);
const CLIENTS = 24;

/** Pub/Sub stays; the intake's process is killed and started again on another port while clients keep posting. */
describe(`posts under faults, seed ${SEED}`, () => {
  let pubsub: PubsubService;
  let functions: Functions;
  let url = '';
  const random = mulberry32(SEED);

  before(async () => {
    const faults = new Faults();
    const service = { host: '127.0.0.1', port: 0, stateDir: undefined, faults, report: () => undefined, now: Date.now };
    pubsub = await startPubsub(service);
    await pubsub.ensureTopic(TOPIC);
    await pubsub.ensureSubscription(SUBSCRIPTION, TOPIC);
    const publish = { service: 'pubsub', method: 'Publish', times: 0 } as const;
    faults.add({ ...publish, kind: 'ack-lost', probability: 0.04, seed: SEED });
    faults.add({ ...publish, kind: 'error', code: 'UNAVAILABLE', probability: 0.04, seed: SEED + 1 });
    faults.add({ ...publish, kind: 'error', code: 'INTERNAL', probability: 0.02, seed: SEED + 2 });
    faults.add({ ...publish, kind: 'slow', delayMs: 40, probability: 0.05, seed: SEED + 3 });
    faults.add({ ...publish, kind: 'duplicate', probability: 0.05, seed: SEED + 4 });
    await startHost();
  });
  after(async () => {
    await functions.close();
    await pubsub.close();
  });

  async function startHost(): Promise<void> {
    functions = await startFunctions({
      host: '127.0.0.1',
      functions: [
        {
          name: 'intake',
          source: new URL('../../functions/intake/index.ts', import.meta.url).href,
          port: 0,
          env: { INTAKE_PUBLISH_DEADLINE: '2s' },
        },
      ],
      env: {
        GOOGLE_CLOUD_PROJECT: PROJECT,
        PUBSUB_EMULATOR_HOST: pubsub.address,
        METADATA_SERVER_DETECTION: 'none',
        LOG_LEVEL: 'CRITICAL',
      },
      report: () => undefined,
      onCrash: () => undefined,
    });
    await functions.listen();
    url = `http://${functions.addresses.intake}/`;
  }

  async function killHost(): Promise<void> {
    process.kill(functions.pid as number, 'SIGKILL');
    await startHost();
  }

  /** The id that a 2xx told, or undefined if it is unknown: refused, broken off, killed. */
  async function post(n: number, keyed: boolean): Promise<string | undefined> {
    const headers = { 'content-type': 'application/json', ...(keyed ? { 'idempotency-key': `key-${n}` } : {}) };
    const signal = random() < 0.05 ? AbortSignal.timeout(1 + Math.floor(random() * 20)) : AbortSignal.timeout(10_000);
    try {
      const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ n, keyed }), signal });
      const answer = (await response.json()) as { issue_id?: string };
      return response.ok ? answer.issue_id : undefined;
    } catch {
      return undefined;
    }
  }

  it('every 2xx issue arrives, each key is one id, and no id is shared', async function () {
    this.timeout(POSTS * 60);
    const told = new Map<number, string>();
    let next = 0;
    let done = 0;
    const client = async (): Promise<void> => {
      for (let n = next++; n < POSTS; n = next++) {
        const keyed = n % 5 !== 0;
        for (let attempt = 0; attempt < 40; attempt += 1) {
          const id = await post(n, keyed);
          if (id !== undefined) {
            const before = told.get(n);
            assert.ok(before === undefined || before === id, `issue ${n} was told two ids`);
            told.set(n, id);
            // A client that lost its memory asks again: the same key must be the same issue.
            if (!keyed || random() < 0.9) break;
          } else if (!keyed) {
            break;
          } else {
            await new Promise((resolve) => setTimeout(resolve, 5 + random() * 50));
          }
        }
        done += 1;
      }
    };
    const killing = (async () => {
      for (let kill = 1; kill <= 3; kill += 1) {
        while (done < (POSTS * kill) / 4) await new Promise((resolve) => setTimeout(resolve, 10));
        await killHost();
      }
    })();
    await Promise.all([killing, ...Array.from({ length: CLIENTS }, client)]);

    const arrived = await pullAll();
    const payloads = new Map<string, string>();
    for (const { issue_id: id, payload } of arrived) {
      assert.ok(payloads.get(id) === undefined || payloads.get(id) === payload, `${id} stands for two issues`);
      payloads.set(id, payload);
    }
    for (const [n, id] of told)
      assert.equal(JSON.parse(payloads.get(id) ?? 'null')?.n, n, `issue ${n} was acknowledged and did not arrive`);
    const keyedIds = new Map<number, Set<string>>();
    for (const [id, payload] of payloads) {
      const { n, keyed } = JSON.parse(payload) as { n: number; keyed: boolean };
      if (keyed) keyedIds.set(n, (keyedIds.get(n) ?? new Set()).add(id));
    }
    for (const [n, ids] of keyedIds) assert.equal(ids.size, 1, `key ${n} became ${ids.size} issues`);
    assert.ok(told.size > POSTS * 0.9, `only ${told.size} of ${POSTS} were ever acknowledged`);
    assert.ok(arrived.length > payloads.size, 'the faults should have made duplicates');
  });

  async function pullAll() {
    const found = [];
    for (;;) {
      const response = await fetch(`http://${pubsub.address}/v1/${SUBSCRIPTION}:pull`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ maxMessages: 1_000, returnImmediately: true }),
      });
      const { receivedMessages = [] } = (await response.json()) as {
        receivedMessages?: { message: { data: string } }[];
      };
      if (receivedMessages.length === 0) return found;
      for (const { message } of receivedMessages) found.push(readFlatIssue(Buffer.from(message.data, 'base64')));
    }
  }
});
