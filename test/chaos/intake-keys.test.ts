import assert from 'node:assert/strict';
import { readFlatIssue } from '@penstock/shared/issues/flat-message.ts';
import { mulberry32 } from '../../local/core/faults/faults.ts';
import type { PulledMessage } from '../support/pull.ts';
import { type Reply, TwoIntakes } from '../support/two-intakes.ts';

const SEED = Number(process.env.PENSTOCK_SEED ?? 23);
const SOAK = process.env.PENSTOCK_SOAK === '1';
const KEYS = SOAK ? 1_000 : 40;
const KILLS = SOAK ? 12 : 3;
/** Keys that are asked for at the same time, each by all of its callers at once. */
const AT_ONCE = 12;
const ATTEMPTS = 200;

const REUSED = 'urn:penstock:problem:idempotency-key-reused';

interface Caller {
  readonly body: string;
  /** Which of the two processes is asked first; then they take turns. */
  readonly first: number;
  /** A caller of little patience breaks off now and then, and asks again. */
  readonly hasty: boolean;
}

interface KeyPlan {
  readonly key: string;
  readonly callers: readonly Caller[];
}

/** Everything that is decided in advance, so that the same seed asks the same. */
function plans(seed: number): readonly KeyPlan[] {
  const random = mulberry32(seed);
  return Array.from({ length: KEYS }, (_, n) => {
    const issue = (of: number): string => `{"key":${n},"of":${of}}`;
    const bodies = [
      issue(0),
      random() < 0.5 ? issue(1) : issue(0),
      random() < 0.2 ? `[${issue(2)},${issue(3)}]` : issue(0),
    ];
    const callers = Array.from({ length: 3 + Math.floor(random() * 4) }, () => ({
      body: bodies[Math.floor(random() * bodies.length)] as string,
      first: random() < 0.5 ? 0 : 1,
      hasty: random() < 0.1,
    }));
    return { key: `key-${seed}-${n}`, callers };
  });
}

/** The ids of all issues of an answer, or undefined where not all were created. */
function idsOf(reply: Reply | undefined): string | undefined {
  if (reply?.status !== 201) return undefined;
  const { issue_id: id, results } = reply.json as { issue_id?: string; results?: readonly { issue_id: string }[] };
  return results === undefined ? id : results.map((one) => one.issue_id).join();
}

describe(`one key at two processes, seed ${SEED}`, () => {
  it('is one issue for every caller and one body, whatever is lost or killed', async function () {
    this.timeout(60_000 + KEYS * 400);
    await using intakes = await TwoIntakes.start({ ledger: true });
    const random = mulberry32(SEED + 1);
    let seed = SEED;
    const fault = (service: 'pubsub' | 'storage', method: string, rule: object): void => {
      seed += 1;
      intakes.faults.add({ service, method, times: 0, seed, probability: 0.06, ...rule } as never);
    };
    fault('pubsub', 'Publish', { kind: 'ack-lost' });
    fault('pubsub', 'Publish', { kind: 'error', code: 'UNAVAILABLE' });
    fault('pubsub', 'Publish', { kind: 'slow', delayMs: 40 });
    fault('pubsub', 'Publish', { kind: 'duplicate' });
    fault('storage', 'objects.insert', { kind: 'ack-lost' });
    fault('storage', 'objects.insert', { kind: 'error', code: 503 });
    fault('storage', 'objects.insert', { kind: 'slow', delayMs: 40 });
    fault('storage', 'objects.get', { kind: 'reset', at: 'during' });
    fault('storage', 'objects.get', { kind: 'slow', delayMs: 20 });

    const all = plans(SEED);
    /** By key: what every caller was told at last. */
    const told = new Map<string, { readonly body: string; readonly ids: string | undefined }[]>();
    let done = 0;

    async function ask({ key }: KeyPlan, { body, first, hasty }: Caller): Promise<void> {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const patience = hasty && attempt < 3 ? 1 + Math.floor(random() * 30) : 10_000;
        const reply = await intakes.post((first + attempt) % 2, key, body, patience);
        const ids = idsOf(reply);
        if (ids !== undefined || reply?.status === 422) {
          if (ids === undefined) assert.equal(reply?.json.type, REUSED);
          told.set(key, [...(told.get(key) ?? []), { body, ids }]);
          return;
        }
        if (reply !== undefined) assert.ok([503, 207].includes(reply.status), JSON.stringify(reply));
        await new Promise((resolve) => setTimeout(resolve, 5 + random() * 40));
      }
      assert.fail(`${key} was never answered`);
    }

    let next = 0;
    const client = async (): Promise<void> => {
      for (let plan = all[next++]; plan !== undefined; plan = all[next++]) {
        const { callers } = plan;
        await Promise.all(callers.map((caller) => ask(plan as KeyPlan, caller)));
        done += 1;
      }
    };
    let ended = false;
    const asking = Promise.all(Array.from({ length: AT_ONCE }, client)).finally(() => {
      ended = true;
    });
    for (let kill = 1; kill <= KILLS; kill += 1) {
      while (!ended && done < (KEYS * kill) / (KILLS + 1)) await new Promise((resolve) => setTimeout(resolve, 10));
      if (!ended) await intakes.kill(kill % 2);
    }
    await asking;
    intakes.faults.clear();

    const winners = new Map<string, { readonly body: string; readonly ids: string }>();
    for (const { key } of all) {
      const created = (told.get(key) ?? []).filter(({ ids }) => ids !== undefined);
      assert.equal(new Set(created.map(({ body }) => body)).size, 1, `${key} was created for one body`);
      assert.equal(new Set(created.map(({ ids }) => ids)).size, 1, `${key} was told one id`);
      winners.set(key, created[0] as { body: string; ids: string });
    }
    const messages = [...(await intakes.arrived())];
    assertHeld(messages, winners);
    // Long after: the key still stands for its body, at either process.
    for (const [key, { body, ids }] of [...winners].slice(0, 20)) {
      for (const at of [0, 1]) {
        assert.equal(idsOf(await answered(intakes, at, key, body)), ids);
        assert.equal((await answered(intakes, at, key, `{"another":"${key}"}`)).status, 422);
      }
    }
    messages.push(...(await intakes.arrived()));
    assertHeld(messages, winners);
  });

  it('is the same issue after a kill between the ledger and Pub/Sub, and of the first body', async () => {
    await using intakes = await TwoIntakes.start({ ledger: true });
    /** Issues of the rounds before: Pub/Sub delivers at least once, so one of their messages may still come. */
    const before = new Set<unknown>();
    const arrived = async (): Promise<readonly PulledMessage[]> =>
      (await intakes.arrived()).filter(({ attributes }) => !before.has(attributes.issue_id));
    for (const at of [0, 1]) {
      const away = intakes.faults.add({
        service: 'pubsub',
        method: 'Publish',
        kind: 'error',
        code: 'UNAVAILABLE',
        times: 0,
      });
      const key = `cut-${at}`;
      const first = intakes.post(at, key, '{"a":1}');
      while ((await intakes.keys()) <= at) await new Promise((resolve) => setTimeout(resolve, 5));
      await intakes.kill(at);
      // Killed before it answered, or told by a busy machine to come again: never that the issue was created.
      assert.ok([undefined, 503].includes((await first)?.status));
      assert.deepEqual(await arrived(), []);
      intakes.faults.remove(away);
      assert.equal((await answered(intakes, at, key, '{"a":2}')).status, 422);
      const others = await Promise.all([0, 1, 0, 1].map((one) => answered(intakes, one, key, '{"a":1}')));
      const ids = new Set(others.map(idsOf));
      assert.equal(ids.size, 1);
      const messages = await arrived();
      assert.deepEqual(new Set(messages.map(({ data }) => data.toString())).size, 1);
      assert.deepEqual(new Set(messages.map(({ attributes }) => attributes.issue_id)), ids);
      for (const id of ids) before.add(id);
    }
  });

  it('is one id for a body also without a ledger, and another issue for another body at the other process', async () => {
    await using intakes = await TwoIntakes.start({ ledger: false });
    const same = await Promise.all([0, 1, 0, 1].map((at) => intakes.post(at, 'k', '{"a":1}')));
    assert.deepEqual(
      same.map((reply) => reply?.status),
      [201, 201, 201, 201],
    );
    assert.equal(new Set(same.map(idsOf)).size, 1);
    const [one, other] = [await intakes.post(0, 'other', '{"a":1}'), await intakes.post(1, 'other', '{"a":2}')];
    assert.deepEqual([one?.status, other?.status], [201, 201]);
    assert.notEqual(idsOf(one), idsOf(other));
  });
});

/** The first answer that is not "come again": a process that has just started, on a busy machine, may be late. */
async function answered(intakes: TwoIntakes, at: number, key: string, body: string): Promise<Reply> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const reply = await intakes.post(at, key, body);
    if (reply !== undefined && reply.status !== 503) return reply;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return assert.fail(`${key} was never answered`);
}

/** Pub/Sub holds each key's issues of its one body, each as one and the same message however often, and nothing else. */
function assertHeld(
  messages: readonly PulledMessage[],
  winners: ReadonlyMap<string, { readonly body: string; readonly ids: string }>,
): void {
  const texts = new Map<string, string>();
  const payloads = new Map<string, string>();
  for (const { data } of messages) {
    const text = data.toString();
    const { issue_id: id, payload } = readFlatIssue(data);
    assert.equal(texts.get(id) ?? text, text, `${id} stands for two messages`);
    texts.set(id, text);
    payloads.set(id, payload);
  }
  const expected = new Map<string, string>();
  for (const { body, ids } of winners.values()) {
    const issues = body.startsWith('[') ? body.slice(1, -1).split(/(?<=}),/) : [body];
    for (const [at, id] of ids.split(',').entries()) expected.set(id, issues[at] as string);
  }
  assert.deepEqual(new Map([...payloads].sort()), new Map([...expected].sort()));
}
