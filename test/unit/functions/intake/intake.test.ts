import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { ISSUE_ID_PATTERN } from '@penstock/shared/issues/issue-id.ts';
import { type IntakeSetup, type IntakeUnderTest, startIntake } from '../../../support/intake.ts';
import { struck } from '../../../support/struck.ts';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: Record<string, unknown>;
}

describe('intake', () => {
  let intake: IntakeUnderTest;
  afterEach(() => intake.close());

  const started = async (setup: IntakeSetup = {}): Promise<void> => {
    intake = await startIntake(setup);
  };

  async function call(
    method: string,
    path: string,
    body?: RequestInit['body'],
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${intake.url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    const json =
      /json/.test(response.headers.get('content-type') ?? '') && text !== ''
        ? (JSON.parse(text) as Record<string, unknown>)
        : {};
    return { status: response.status, headers: response.headers, text, json };
  }
  const post = (body: unknown, headers: Record<string, string> = {}, path = '/'): Promise<Answer> =>
    call('POST', path, typeof body === 'string' ? body : JSON.stringify(body), {
      'content-type': 'application/json',
      ...headers,
    });

  /** Every refusal is problem+json with its stable type, and shows nothing of what was sent or of the inside. */
  function assertProblem(answer: Answer, type: string, status: number): void {
    assert.equal(answer.status, status, answer.text);
    assert.equal(answer.headers.get('content-type'), 'application/problem+json');
    assert.equal(answer.json.type, `urn:penstock:problem:${type}`);
    assert.deepEqual(
      [typeof answer.json.title, typeof answer.json.detail, answer.json.status],
      ['string', 'string', status],
    );
    assert.equal(/\bat .*\.ts|node_modules|MARKER/.test(answer.text), false);
  }

  describe('a post', () => {
    for (const path of ['/', '/issues']) {
      it(`to ${path} is answered 201 with an id and a Location, and is in the topic by then`, async () => {
        await started();
        const answer = await post('{"issue": "Test", "n": 9007199254740993}', {}, path);
        assert.equal(answer.status, 201);
        assert.equal(answer.json.status, 'created');
        assert.match(String(answer.json.issue_id), ISSUE_ID_PATTERN);
        assert.equal(answer.headers.get('location'), `/issues/${answer.json.issue_id}`);
        const [issue] = await intake.arrived();
        assert.deepEqual(
          [issue?.issue_id, issue?.source, issue?.payload],
          [answer.json.issue_id, 'manual-api', '{"issue": "Test", "n": 9007199254740993}'],
        );
        assert.match(issue?.created_at ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}000Z$/);
      });
    }

    it('without a key is a new issue each time', async () => {
      await started();
      const [a, b] = [await post({ a: 1 }), await post({ a: 1 })];
      assert.notEqual(a.json.issue_id, b.json.issue_id);
    });

    it('hands its trace on', async () => {
      await started();
      const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
      await post({ a: 1 }, { traceparent });
      assert.equal((await intake.arrived())[0]?.attributes.googclient_traceparent, traceparent);
      assert.equal(
        intake.lines.find(({ message }) => message === 'received')?.['logging.googleapis.com/spanId'],
        '00f067aa0ba902b7',
      );
    });

    it('is named in the log by its id, and so are the first issues of a batch', async () => {
      await started();
      const { json } = await post({ a: 1 });
      await post(Array.from({ length: 25 }, (_, n) => ({ n })));
      const [one, many] = intake.lines.filter(({ message }) => message === 'received');
      assert.equal(one?.issue_id, json.issue_id);
      assert.deepEqual([many?.issues, (many?.issue_ids as unknown[] | undefined)?.length], [25, 20]);
    });

    it('may be compressed', async () => {
      await started();
      for (const [encoding, bytes] of [
        ['gzip', gzipSync('{"a":1}')],
        ['deflate', deflateSync('{"a":1}')],
        ['identity', Buffer.from('{"a":1}')],
      ] as const) {
        assert.equal((await post(undefined, {})).status, 400);
        const answer = await call('POST', '/', new Uint8Array(bytes), {
          'content-type': 'application/json',
          'content-encoding': encoding,
        });
        assert.equal(answer.status, 201, encoding);
      }
    });

    it('may be of a type that ends in +json', async () => {
      await started();
      assert.equal((await post({ a: 1 }, { 'content-type': 'application/vnd.api+json; charset="UTF-8"' })).status, 201);
    });

    it('may be a form, whose fields become the issue', async () => {
      await started({ env: { INTAKE_FORM: 'false' } });
      const answer = await call('POST', '/', new URLSearchParams({ what: 'x=y & z', empty: '' }));
      assert.equal(answer.status, 201);
      assert.equal((await intake.arrived())[0]?.payload, '{"what":"x=y & z","empty":""}');
    });
  });

  describe('a batch', () => {
    it('is answered item by item, each published once', async () => {
      await started();
      const answer = await post([{ n: 1 }, { n: 2 }]);
      assert.equal(answer.status, 201);
      const ids = (answer.json.results as { issue_id: string }[]).map(({ issue_id }) => issue_id);
      const arrived = await intake.arrived();
      assert.deepEqual(
        arrived.map(({ issue_id, payload }) => [issue_id, payload]).sort(),
        ids.map((id, at) => [id, `{"n":${at + 1}}`]).sort(),
      );
    });

    it('answers 207 where some items are rejected, and says why for each', async () => {
      await started();
      const answer = await post(`[{"n": 1}, 7, {}, ${'{"a":'.repeat(40)}1${'}'.repeat(40)}]`);
      assert.equal(answer.status, 207);
      const results = answer.json.results as { status: string; problem?: { type: string } }[];
      assert.deepEqual(
        results.map(({ status, problem }) => problem?.type ?? status),
        [
          'created',
          'urn:penstock:problem:not-an-object',
          'urn:penstock:problem:empty-body',
          'urn:penstock:problem:too-deep',
        ],
      );
      assert.equal((await intake.arrived()).length, 1);
      assert.deepEqual(await counted(), { delivered: 1, rejected: 3 });
    });

    it('tells of the items that could not be published, and only of them', async () => {
      await started({ env: { INTAKE_PUBLISH_DEADLINE: '100ms' } });
      intake.faults.add({ service: 'pubsub', method: 'Publish', kind: 'error', code: 'INTERNAL', times: 0 });
      const answer = await post([{ n: 1 }, { n: 2 }]);
      assert.equal(answer.status, 207);
      assert.deepEqual(
        (answer.json.results as { problem: { status: number } }[]).map(({ problem }) => problem.status),
        [503, 503],
      );
      assert.deepEqual(await counted(), { retry: 2 });
    });

    async function counted(): Promise<Readonly<Record<string, unknown>>> {
      await intake.shutdown.close();
      const lines = intake.lines.filter(({ metric }) => metric === 'intake/issues');
      return Object.fromEntries(lines.map(({ labels, value }) => [(labels as { outcome: string }).outcome, value]));
    }
  });

  describe('an idempotency key', () => {
    for (const env of [{}, { INTAKE_LEDGER_BUCKET: 'ledgers' }] as Record<string, string>[]) {
      const where = env.INTAKE_LEDGER_BUCKET === undefined ? 'the instance' : 'the ledger';

      it(`gives the same id for the same body, remembered by ${where}`, async () => {
        await started({ env });
        const answers = [
          await post({ a: 1 }, { 'idempotency-key': '"k"' }),
          await post({ a: 1 }, { 'idempotency-key': 'k' }),
        ];
        assert.deepEqual(
          answers.map(({ status }) => status),
          [201, 201],
        );
        assert.equal(answers[0]?.json.issue_id, answers[1]?.json.issue_id);
        const arrived = await intake.arrived();
        assert.deepEqual(new Set(arrived.map(({ issue_id }) => issue_id)).size, 1);
        assert.deepEqual(new Set(arrived.map(({ created_at }) => created_at)).size, 1);
      });

      it(`is refused with another body, remembered by ${where}`, async () => {
        await started({ env });
        await post({ a: 1 }, { 'idempotency-key': 'k' });
        assertProblem(await post({ a: 2 }, { 'idempotency-key': 'k' }), 'idempotency-key-reused', 422);
      });

      it(`may be used anew when its window has passed, remembered by ${where}`, async () => {
        let now = Date.now();
        await started({
          env: { ...env, INTAKE_KEY_WINDOW: '1m' },
          clock: { now: () => now, sleep: async () => undefined, random: () => 0 },
        });
        const first = await post({ a: 1 }, { 'idempotency-key': 'k' });
        now += 61_000;
        const second = await post({ a: 2 }, { 'idempotency-key': 'k' });
        assert.equal(second.status, 201);
        assert.notEqual(first.json.issue_id, second.json.issue_id);
      });
    }

    it('gives each item of a batch an id of its own, the same again on a retry', async () => {
      await started();
      const ids = async (): Promise<unknown> => (await post([{ a: 1 }, { a: 1 }], { 'idempotency-key': 'k' })).json;
      const first = await ids();
      assert.deepEqual(first, await ids());
      const results = (first as { results: { issue_id: string }[] }).results;
      assert.notEqual(results[0]?.issue_id, results[1]?.issue_id);
    });

    it('is refused where it cannot be one', async () => {
      await started();
      for (const key of ['""', 'a b', 'x'.repeat(256), 'a,b', '"é"']) {
        assertProblem(await post({ a: 1 }, { 'idempotency-key': key }), 'invalid-idempotency-key', 400);
      }
    });

    it('answers 503 where the ledger does not answer in time', async () => {
      await started({ env: { INTAKE_LEDGER_BUCKET: 'ledgers', INTAKE_PUBLISH_DEADLINE: '100ms' } });
      intake.faults.add({ service: 'storage', method: 'objects.insert', kind: 'slow', delayMs: 400 });
      assertProblem(await post({ a: 1 }, { 'idempotency-key': 'k' }), 'unavailable', 503);
      assert.deepEqual(await intake.arrived(), []);
    });

    it('answers 500 where the ledger refuses for good', async () => {
      await started({ env: { INTAKE_LEDGER_BUCKET: 'ledgers' } });
      intake.faults.add({ service: 'storage', method: 'objects.insert', kind: 'error', code: 403, times: 0 });
      const answer = await post({ a: 1 }, { 'idempotency-key': 'k' });
      assertProblem(answer, 'internal', 500);
    });
  });

  describe('a refusal', () => {
    const deep = (n: number): string => `${'{"a":'.repeat(n)}1${'}'.repeat(n)}`;
    for (const [what, body, type, status] of [
      ['malformed JSON', '{"MARKER": ', 'malformed-json', 400],
      ['a number out of place', '{"a":1}MARKER', 'malformed-json', 400],
      ['brackets that do not match in a batch', '[{"a":1},{"b":2]', 'malformed-json', 400],
      ['nothing but blanks', ' \n', 'empty-body', 400],
      ['an empty object', '{}', 'empty-body', 400],
      ['an empty batch', '[ ]', 'empty-body', 400],
      ['text', '"MARKER"', 'not-an-object', 400],
      ['null', 'null', 'not-an-object', 400],
      ['an issue too deep', deep(33), 'too-deep', 400],
      ['a batch too deep to be read at all', `[${'['.repeat(600)}${']'.repeat(600)}]`, 'too-deep', 400],
      ['too many issues', `[${'{"a":1},'.repeat(1_000)}{"a":1}]`, 'too-large', 413],
      ['a body too large', `{"a":"${'x'.repeat(1_000_000)}"}`, 'too-large', 413],
    ] as const) {
      it(`of ${what} is ${status} ${type}`, async () => {
        await started();
        assertProblem(await post(body), type, status);
        assert.deepEqual(await intake.arrived(), []);
      });
    }

    it('of bytes that are no UTF-8, of an encoding that is none, and of one that is not read here', async () => {
      await started();
      const json = { 'content-type': 'application/json' };
      assertProblem(
        await call('POST', '/', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]), json),
        'malformed-encoding',
        400,
      );
      assertProblem(
        await call('POST', '/', '{"a":1}', { ...json, 'content-encoding': 'gzip' }),
        'malformed-encoding',
        400,
      );
      assertProblem(
        await call('POST', '/', '{"a":1}', { ...json, 'content-encoding': 'zstd' }),
        'unsupported-encoding',
        415,
      );
      assertProblem(
        await call('POST', '/', '{"a":1}', { ...json, 'content-encoding': 'constructor' }),
        'unsupported-encoding',
        415,
      );
    });

    it('of a body that would grow beyond the limit when it is inflated', async () => {
      await started();
      const bomb = gzipSync(Buffer.alloc(50_000_000));
      assertProblem(
        await call('POST', '/', new Uint8Array(bomb), {
          'content-type': 'application/json',
          'content-encoding': 'gzip',
        }),
        'too-large',
        413,
      );
    });

    it('of a body without a declared length comes while it is still arriving', async () => {
      await started();
      const socket = connect(intake.port, '127.0.0.1');
      let answer = '';
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      const ended = new Promise((resolve) => socket.once('close', resolve));
      socket.on('error', () => undefined);
      socket.write(
        'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
      );
      const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
      for (let n = 0; n < 40 && !socket.destroyed; n += 1) {
        socket.write(chunk);
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      await ended;
      assert.match(answer, /^HTTP\/1\.1 413 /);
      assert.match(answer, /urn:penstock:problem:too-large/);
    });

    /** As a program sends it that leaves out every header it can. */
    const bare = (text: string): Promise<string> =>
      new Promise((resolve, reject) => {
        const socket = connect(intake.port, '127.0.0.1', () => socket.write(text));
        let answer = '';
        socket.on('data', (chunk: Buffer) => {
          answer += chunk.toString();
        });
        socket.on('end', () => resolve(answer)).on('error', reject);
      });

    it('of a request without any header that says what it is', async () => {
      await started();
      const end = 'host: x\r\nconnection: close\r\n';
      assert.match(await bare(`POST / HTTP/1.1\r\n${end}\r\n`), /problem:empty-body/);
      assert.match(
        await bare(`POST / HTTP/1.1\r\n${end}content-length: 7\r\n\r\n{"a":1}`),
        /problem:unsupported-media-type/,
      );
      const form = 'content-type: application/x-www-form-urlencoded\r\ncontent-length: 3\r\n';
      assert.match(await bare(`POST / HTTP/1.1\r\n${end}${form}\r\na=1`), /problem:schema-violation/);
    });

    for (const [type, expected] of [
      ['text/plain', 'unsupported-media-type'],
      ['', 'unsupported-media-type'],
      ['application/json; charset=latin1', 'unsupported-media-type'],
    ] as const) {
      it(`of the content type ${JSON.stringify(type)}`, async () => {
        await started();
        assertProblem(await post('{"a":1}', { 'content-type': type }), expected, 415);
      });
    }

    it('of a method or a place that is not there', async () => {
      await started();
      const wrong = await call('PUT', '/issues', '{}');
      assertProblem(wrong, 'method-not-allowed', 405);
      assert.equal(wrong.headers.get('allow'), 'POST, OPTIONS');
      assertProblem(await call('GET', '/constructor'), 'not-found', 404);
      assertProblem(await call('DELETE', '/healthz'), 'method-not-allowed', 405);
    });

    it('of a form with a field twice, or with nothing in it', async () => {
      await started();
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      assertProblem(await call('POST', '/', 'a=1&a=2', form), 'malformed-form', 400);
      assertProblem(await call('POST', '/', 'a=', form), 'empty-body', 400);
    });

    it('says 503 and when to come again where Pub/Sub does not answer in time', async () => {
      await started({ env: { INTAKE_PUBLISH_DEADLINE: '100ms' } });
      intake.faults.add({ service: 'pubsub', method: 'Publish', kind: 'slow', delayMs: 500 });
      const answer = await post({ a: 1 });
      assertProblem(answer, 'unavailable', 503);
      assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
      assert.equal(answer.json.retryAfter, Number(answer.headers.get('retry-after')));
    });

    it('says 500 and nothing of the inside where Pub/Sub refuses for good', async () => {
      await started({ env: { ISSUES_TOPIC: 'missing-topic' } });
      const answer = await post({ a: 1 });
      assertProblem(answer, 'internal', 500);
      assert.equal(answer.text.includes('missing-topic'), false);
      assert.ok(intake.lines.some(({ severity }) => severity === 'ERROR'));
    });

    it('says 413 where an issue fits a request but not a message', async () => {
      await started({ env: { INTAKE_MAX_BYTES: '9MB' } });
      // Quotation marks grow when the payload becomes text within text.
      assertProblem(await post(`{"a":"${'\\"'.repeat(4_000_000)}"}`), 'too-large', 413);
    });

    it('leaves no payload in the log', async () => {
      await started();
      await post('{"secret":"MARKER"}');
      await post('{"MARKER":');
      assert.equal(JSON.stringify(intake.lines).includes('MARKER'), false);
    });
  });

  describe('left to functions-framework, where the port is another', () => {
    it('still takes issues, compressed ones too', async () => {
      await started({ receiveRaw: false });
      assert.equal((await post({ a: 1 })).status, 201);
      const answer = await call('POST', '/', new Uint8Array(gzipSync('{"a":1}')), {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
      });
      assert.equal(answer.status, 201);
    });

    it('takes a body of no type for none, because the framework does not read it', async () => {
      await started({ receiveRaw: false });
      assertProblem(await call('POST', '/', new Uint8Array([1])), 'empty-body', 400);
    });

    it('still bounds what it inflated', async () => {
      await started({ receiveRaw: false });
      const bomb = new Uint8Array(gzipSync(Buffer.alloc(2_000_000, ' ')));
      const headers = { 'content-type': 'application/vnd.api+json', 'content-encoding': 'gzip' };
      assertProblem(await call('POST', '/', bomb, headers), 'too-large', 413);
    });

    it('has malformed JSON answered by the framework, with a page', async () => {
      await started({ receiveRaw: false });
      const answer = await post('{');
      assert.equal(answer.status, 400);
      assert.match(answer.headers.get('content-type') ?? '', /text\/html/);
    });
  });

  describe('callers that may post', () => {
    const keys = 'mobile=0123456789abcdef\nmobile=fedcba9876543210\n';
    const secretsFile = async (text: string): Promise<{ env: Record<string, string>; close: () => Promise<void> }> => {
      const { startSecretText } = await import('../../../support/secrets.ts');
      return startSecretText(text);
    };

    it('are holders of any of the keys, in either header', async () => {
      const secret = await secretsFile(keys);
      await started({
        env: { ...secret.env, INTAKE_AUTH: 'api-key', INTAKE_API_KEYS_SECRET: 'projects/p/secrets/s/versions/latest' },
      });
      assert.equal((await post({ a: 1 }, { 'x-api-key': '0123456789abcdef' })).status, 201);
      assert.equal((await post({ a: 1 }, { authorization: 'Bearer fedcba9876543210' })).status, 201);
      for (const headers of [{}, { 'x-api-key': 'wrong' }, { 'x-api-key': '' }, { authorization: 'Basic x' }] as Record<
        string,
        string
      >[]) {
        const answer = await post({ a: 1 }, headers);
        assertProblem(answer, 'unauthenticated', 401);
        assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
      }
      // The form has no way to send a key.
      assertProblem(await call('GET', '/'), 'method-not-allowed', 405);
      await secret.close();
    });

    it('are refused while the secret cannot be used', async () => {
      const secret = await secretsFile('short=1');
      await started({
        env: { ...secret.env, INTAKE_AUTH: 'api-key', INTAKE_API_KEYS_SECRET: 'projects/p/secrets/s/versions/latest' },
      });
      assertProblem(await post({ a: 1 }, { 'x-api-key': '1' }), 'internal', 500);
      await secret.close();
    });

    it('are senders that sign by Standard Webhooks, whose replays are the same issue', async () => {
      const raw = Buffer.alloc(24, 7);
      const secret = await secretsFile(`whsec_${Buffer.alloc(24, 1).toString('base64')}\n${raw.toString('base64')}`);
      await started({
        env: { ...secret.env, INTAKE_AUTH: 'webhook', INTAKE_WEBHOOK_SECRET: 'projects/p/secrets/s/versions/latest' },
      });
      const signed = (id: string, at: number, body: string, key = raw): Record<string, string> => {
        const signature = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
        return { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1a,xx v1,${signature}` };
      };
      const now = Math.floor(Date.now() / 1_000);
      const first = await post('{"a":1}', signed('msg_1', now, '{"a":1}'));
      const replay = await post('{"a":1}', signed('msg_1', now, '{"a":1}'));
      assert.deepEqual([first.status, replay.json.issue_id], [201, first.json.issue_id]);
      for (const headers of [
        signed('msg_1', now - 600, '{"a":1}'),
        signed('msg_1', now + 600, '{"a":1}'),
        signed('msg_1', now, '{"a":2}'),
        signed('msg_1', now, '{"a":1}', Buffer.alloc(24, 9)),
        signed('', now, '{"a":1}'),
        { ...signed('msg_1', now, '{"a":1}'), 'webhook-timestamp': 'soon' },
        {},
      ] as Record<string, string>[]) {
        assertProblem(await post('{"a":1}', headers), 'unauthenticated', 401);
      }
      await secret.close();
    });

    it('are kept apart by the subject of their token, so that their keys do not meet', async () => {
      await started();
      const token = (sub: unknown): string =>
        `Bearer x.${Buffer.from(JSON.stringify({ sub })).toString('base64url')}.y`;
      const as = (authorization: string): Promise<Answer> => post({ a: 1 }, { authorization, 'idempotency-key': 'k' });
      const ids = [
        await as(token('ann')),
        await as(token('ben')),
        await as(token(7)),
        await as('Bearer x.!.y'),
        await as('Bearer a.AA.b'),
      ];
      assert.deepEqual(
        ids.map(({ status }) => status),
        [201, 201, 201, 201, 201],
      );
      const [ann, ben, nobody, odd, broken] = ids.map(({ json }) => json.issue_id);
      assert.notEqual(ann, ben);
      assert.deepEqual([nobody, odd], [broken, broken]);
    });
  });

  describe('limits and origins', () => {
    it('answers 429 with Retry-After when a caller posts too much, batches counted by their issues', async () => {
      await started({ env: { INTAKE_RATE_PER_MINUTE: '3' } });
      const from = (address: string): Record<string, string> => ({ 'x-forwarded-for': `1.1.1.1, ${address}` });
      assert.equal((await post([{ a: 1 }, { a: 2 }, { a: 3 }], from('9.9.9.9'))).status, 201);
      const refused = await post({ a: 4 }, from('9.9.9.9'));
      assertProblem(refused, 'too-many-requests', 429);
      const wait = Number(refused.headers.get('retry-after'));
      assert.ok(wait >= 60 && wait <= 65, String(wait));
      assert.equal((await post({ a: 4 }, from('8.8.8.8'))).status, 201);
      assert.equal((await post({ a: 5 })).status, 201);
    });

    it('refuses a batch that is above the limit by itself, because to come again would not help', async () => {
      await started({ env: { INTAKE_RATE_PER_MINUTE: '2' } });
      assertProblem(await post([{ a: 1 }, { a: 2 }, { a: 3 }]), 'too-large', 413);
    });

    it('lets pages of listed origins post, and of no others', async () => {
      await started({ env: { INTAKE_CORS_ORIGINS: 'https://good.example' } });
      const good = await post({ a: 1 }, { origin: 'https://good.example' });
      assert.deepEqual(
        [good.status, good.headers.get('access-control-allow-origin'), good.headers.get('vary')],
        [201, 'https://good.example', 'origin'],
      );
      assertProblem(await post({ a: 1 }, { origin: 'https://evil.example' }), 'forbidden', 403);
      assert.equal((await post({ a: 1 }, { origin: intake.url })).status, 201);
      const preflight = await call('OPTIONS', '/issues', undefined, {
        origin: 'https://good.example',
        'access-control-request-method': 'POST',
      });
      assert.equal(preflight.status, 204);
      assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /idempotency-key/);
      const stranger = await call('OPTIONS', '/', undefined, { origin: 'https://evil.example' });
      assert.equal(stranger.headers.get('access-control-allow-origin'), null);
    });

    it('says nothing of origins where none is listed', async () => {
      await started();
      assert.equal((await post({ a: 1 })).headers.get('vary'), null);
      assertProblem(await post({ a: 1 }, { origin: 'null' }), 'forbidden', 403);
    });

    it('lets every page post where the list says *', async () => {
      await started({ env: { INTAKE_CORS_ORIGINS: '*' } });
      assert.equal((await post({ a: 1 }, { origin: 'https://any.example' })).status, 201);
    });
  });

  describe('a schema', () => {
    const schema = {
      $id: 'issue/v3',
      type: 'object',
      required: ['title'],
      additionalProperties: false,
      properties: {
        title: { type: 'string', minLength: 3 },
        'a/b~c': { type: 'integer' },
        when: { type: 'string', format: 'date-time' },
      },
    };
    const env = { INTAKE_SCHEMA: JSON.stringify(schema) };

    it('names its version in the attributes', async () => {
      await started({ env });
      assert.equal((await post({ title: 'abc' })).status, 201);
      assert.equal((await intake.arrived())[0]?.attributes.issue_schema, 'issue/v3');
    });

    it('refuses what breaks it, every violation by its pointer', async () => {
      await started({ env });
      const answer = await post({ extra: 1, 'a/b~c': 'x', when: 'soon' });
      assertProblem(answer, 'schema-violation', 422);
      const pointers = (answer.json.errors as { pointer: string }[]).map(({ pointer }) => pointer).sort();
      assert.deepEqual(pointers, ['/a~1b~0c', '/extra', '/title', '/when']);
    });

    it('is asked for the items of a batch that are issues, and each answer stays in its place', async () => {
      await started({ env });
      const answer = await post([7, { title: 'abc' }, { title: 'x' }, {}]);
      assert.equal(answer.status, 207);
      const results = answer.json.results as { status: string; problem?: { type: string } }[];
      assert.deepEqual(
        results.map(({ status, problem }) => problem?.type ?? status),
        [
          'urn:penstock:problem:not-an-object',
          'created',
          'urn:penstock:problem:schema-violation',
          'urn:penstock:problem:empty-body',
        ],
      );
    });

    it('says of one violation that it is one', async () => {
      await started({ env });
      assert.match(String((await post({ title: 'x' })).json.detail), /in 1 place\./);
    });
  });

  describe('the form', () => {
    const sent = (more: Record<string, string> = {}): URLSearchParams =>
      new URLSearchParams({
        title: 'Broken',
        description: 'It <b>broke</b>',
        priority: 'P2',
        reporter: '',
        idempotency_key: 'form-1',
        ...more,
      });

    it('is a page with its own style and script only', async () => {
      await started();
      const answer = await call('GET', '/');
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'; style-src 'sha256-/);
      assert.match(answer.text, /name="idempotency_key" value="[0-9a-f-]{36}"/);
      assert.equal((await call('HEAD', '/')).text, '');
    });

    it('sent without JavaScript is answered with a page that tells the id and shows nothing of what was sent', async () => {
      await started();
      const twice = [
        await call('POST', '/', sent(), { accept: 'text/html' }),
        await call('POST', '/', sent(), { accept: 'text/html' }),
      ];
      const ids = twice.map(({ text }) => /id="issue-id">([^<]+)</.exec(text)?.[1]);
      assert.deepEqual([twice[0]?.status, ids[0]], [201, ids[1]]);
      assert.match(ids[0] ?? '', ISSUE_ID_PATTERN);
      assert.equal(twice[0]?.text.includes('broke'), false);
      const [issue] = await intake.arrived();
      assert.deepEqual(JSON.parse(issue?.payload ?? ''), {
        title: 'Broken',
        description: 'It <b>broke</b>',
        priority: 'P2',
      });
    });

    it('sent with mistakes tells of each beside its field', async () => {
      await started();
      const wrong = sent({ title: ' ', priority: 'P9', reporter: 'nobody', description: 'x'.repeat(10_001) });
      const answer = await call('POST', '/', wrong, { accept: 'text/html' });
      assert.equal(answer.status, 422);
      for (const [field, text] of [
        ['title', 'Title is missing.'],
        ['priority', 'Priority must be one of P1, P2, P3, P4.'],
        ['reporter', 'Your e-mail does not look like an address.'],
        ['description', 'Description is longer than 10000 characters.'],
      ]) {
        assert.ok(answer.text.includes(`id="${field}-error">${text}<`), field);
      }
      const asJson = await call('POST', '/', wrong);
      assertProblem(asJson, 'schema-violation', 422);
    });

    it('can be left out', async () => {
      await started({ env: { INTAKE_FORM: 'false' } });
      const answer = await call('GET', '/');
      assertProblem(answer, 'method-not-allowed', 405);
      assert.equal(answer.headers.get('allow'), 'POST, OPTIONS');
    });

    it('shows a problem that belongs to no field above them', async () => {
      await started();
      const answer = await call('POST', '/', 'a=1&a=2', {
        accept: 'text/html',
        'content-type': 'application/x-www-form-urlencoded',
      });
      assert.match(answer.text, /role="alert">A field of the form is there twice/);
    });
  });

  describe('health and description', () => {
    it('tells that it lives and takes issues, until it stops', async () => {
      await started();
      assert.equal((await call('GET', '/healthz')).json.status, 'ok');
      assert.equal((await call('GET', '/readyz')).json.status, 'ready');
      await intake.shutdown.close();
      assert.equal((await call('GET', '/readyz')).status, 503);
      assert.equal((await call('HEAD', '/healthz')).status, 200);
    });

    it('describes every problem that it can answer', async () => {
      await started();
      const { PROBLEMS, typeOf } = await import('../../../../functions/intake/problem.ts');
      const { text, json } = await call('GET', '/openapi.json');
      for (const name of Object.keys(PROBLEMS)) assert.ok(text.includes(typeOf(name as keyof typeof PROBLEMS)), name);
      assert.equal(json.openapi, '3.1.0');
    });

    it('publishes what it accepted before it stops, and answers it', async () => {
      await started();
      intake.faults.add({ service: 'pubsub', method: 'Publish', kind: 'slow', delayMs: 100 });
      const posting = post({ a: 1 });
      await struck(intake.faults);
      await intake.shutdown.close();
      assert.equal((await posting).status, 201);
      assert.equal((await intake.arrived()).length, 1);
      assert.ok(intake.lines.some(({ metric, value }) => metric === 'intake/issues' && value === 1));
    });
  });
});
