import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { type IntakeSetup, type IntakeUnderTest, startIntake } from '../../../support/intake.ts';

const URN = 'urn:penstock:problem:';
const KEY = 'projects/p/secrets/s/versions/latest';

describe('the intake, attacked', () => {
  let intake: IntakeUnderTest;
  afterEach(() => intake.close());

  const started = async (setup: IntakeSetup = {}): Promise<void> => {
    intake = await startIntake(setup);
  };

  /** The very bytes on a connection of their own; the answer as text when the server has closed it. */
  const raw = (text: string | Buffer): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(intake.port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString();
      });
      socket.on('close', () => resolve(answer)).on('error', reject);
    });

  const request = (line: string, headers: readonly string[] = [], body = '{"a":1}'): string =>
    [
      `${line} HTTP/1.1`,
      'host: x',
      'connection: close',
      `content-length: ${Buffer.byteLength(body)}`,
      ...headers,
      '',
      body,
    ].join('\r\n');

  const JSON_TYPE = 'content-type: application/json';

  function assertAnswer(answer: string, status: number, type?: string): void {
    assert.match(answer, new RegExp(`^HTTP/1.1 ${status} `));
    assert.equal(answer.match(/HTTP\/1\.1 \d/g)?.length, 1, 'one answer');
    assert.equal(/<pre>|node_modules|\bat .*\.[jt]s/.test(answer), false, answer);
    if (type !== undefined) assert.ok(answer.includes(`"${URN}${type}"`), answer);
  }

  async function post(body: RequestInit['body'], headers: Record<string, string> = {}) {
    const all = { 'content-type': 'application/json', ...headers };
    const response = await fetch(intake.url, { method: 'POST', headers: all, body: body ?? null });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  }

  describe('by its places', () => {
    for (const [line, status, type] of [
      ['POST http://x/issues', 201],
      ['POST HTTPS://x', 201],
      ['POST http://x?q=1', 201],
      ['POST /?q=1&q=%zz', 201],
      ['POST //', 404, 'not-found'],
      ['POST /issues/', 404, 'not-found'],
      ['POST /%69ssues', 404, 'not-found'],
      ['POST /%zz', 404, 'not-found'],
      ['POST /%ff', 404, 'not-found'],
      ['POST /../issues', 404, 'not-found'],
      ['POST /__proto__', 404, 'not-found'],
      ['OPTIONS /healthz', 405, 'method-not-allowed'],
      ['OPTIONS *', 204],
      ['TRACE /', 405, 'method-not-allowed'],
      ['PROPFIND /issues', 405, 'method-not-allowed'],
      ['QUERY /', 405, 'method-not-allowed'],
      ['HEAD /issues', 405],
      ['OPTIONS /openapi.json', 204],
      ['BREW /', 400],
    ] as const) {
      it(`${line} is answered ${status}`, async () => {
        await started();
        const body = line.startsWith('POST') ? '{"a":1}' : '';
        assertAnswer(await raw(request(line, [JSON_TYPE], body)), status, type);
      });
    }
  });

  describe('by its headers', () => {
    for (const [what, headers, status, type] of [
      ['two idempotency keys', [JSON_TYPE, 'idempotency-key: a', 'idempotency-key: b'], 400, 'invalid-idempotency-key'],
      [
        'two content types, of which the first counts',
        ['content-type: text/plain', JSON_TYPE],
        415,
        'unsupported-media-type',
      ],
      [
        'an encoding twice',
        [JSON_TYPE, 'content-encoding: gzip', 'content-encoding: gzip'],
        415,
        'unsupported-encoding',
      ],
      ['two origins', [JSON_TYPE, 'origin: http://x', 'origin: http://x'], 403, 'forbidden'],
      ['an origin of another port', [JSON_TYPE, 'origin: http://x:81'], 403, 'forbidden'],
      ['an origin below our own', [JSON_TYPE, 'origin: http://a.x'], 403, 'forbidden'],
      ['an origin that only begins as ours', [JSON_TYPE, 'origin: http://x.evil.example'], 403, 'forbidden'],
      ['our own origin, whatever scheme the proxy speaks', [JSON_TYPE, 'origin: https://x'], 201, undefined],
      ['bytes that are no text', [JSON_TYPE, 'idempotency-key: \u00ff\u00fe'], 400, 'invalid-idempotency-key'],
      ['a length and chunks', [JSON_TYPE, 'transfer-encoding: chunked'], 400, undefined],
      ['two lengths', [JSON_TYPE, 'content-length: 3'], 400, undefined],
      ['more headers than fit', [JSON_TYPE, `x: ${'x'.repeat(20_000)}`], 431, undefined],
      ['a key named like what objects have', [JSON_TYPE, 'idempotency-key: __proto__'], 201, undefined],
    ] as const) {
      it(`${what}: ${status}`, async () => {
        await started();
        assertAnswer(await raw(request('POST /', headers)), status, type);
        assert.equal((await intake.arrived()).length, status === 201 ? 1 : 0);
      });
    }
  });

  describe('by its body', () => {
    it('takes for text what JSON allows and keeps it to the letter', async () => {
      await started();
      const bodies = ['{"a":1e9999}', '{"a":"\\ud800"}', '{"a":"\\u0000"}', '{"__proto__":{"x":1}}', '{"a":1,"a":2}'];
      for (const body of bodies) assert.equal((await post(body)).status, 201, body);
      assert.deepEqual((await intake.arrived()).map(({ payload }) => payload).sort(), [...bodies].sort());
    });

    it('drops a byte order mark, as RFC 8259 allows, and refuses a raw NUL', async () => {
      await started();
      assert.equal((await post('\ufeff{"a":1}')).status, 201);
      assert.deepEqual(
        (await intake.arrived()).map(({ payload }) => payload),
        ['{"a":1}'],
      );
      assert.equal((await post('{"a":"\u0000"}')).json.type, `${URN}malformed-json`);
    });

    it('refuses what is compressed twice, cut off, or grows too much', async () => {
      await started();
      const once = gzipSync('{"a":1}');
      for (const [bytes, encoding, type] of [
        [gzipSync(once), 'gzip', 'malformed-encoding'],
        [once.subarray(0, -4), 'gzip', 'malformed-encoding'],
        [gzipSync(''), 'gzip', 'empty-body'],
        [brotliCompressSync(Buffer.alloc(50_000_000)), 'br', 'too-large'],
      ] as const) {
        const answer = await post(new Uint8Array(bytes), { 'content-encoding': encoding });
        assert.equal(answer.json.type, `${URN}${type}`);
      }
    });

    it('refuses a form that is not UTF-8 instead of changing it', async () => {
      await started({ env: { INTAKE_FORM: 'false' } });
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      for (const body of ['a=%ff', 'a=%ed%a0%80', '%c3=1'])
        assert.equal((await post(body, form)).json.type, `${URN}malformed-form`, body);
      assert.equal((await post('a=%c3%bc&b=%00&__proto__=%zz', form)).status, 201);
      assert.deepEqual(
        (await intake.arrived()).map(({ payload }) => payload),
        ['{"a":"ü","b":"\\u0000","__proto__":"%zz"}'],
      );
    });

    it('takes a form of a thousand fields, and refuses one of more before it parses it', async () => {
      await started({ env: { INTAKE_FORM: 'false' } });
      const fields = Array.from({ length: 1_000 }, (_, n) => `${n.toString(36)}=1`);
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      assert.equal((await post(fields.join('&'), form)).status, 201);
      assert.equal((await post([...fields, 'zz=2'].join('&'), form)).json.type, `${URN}malformed-form`);
      const zipped = { ...form, 'content-encoding': 'gzip' };
      assert.equal((await post(gzipSync('a&'.repeat(499_000)), zipped)).json.type, `${URN}malformed-form`);
    });

    it('is checked by a schema for what every reader sees: a field may not be there twice', async () => {
      await started({ env: { INTAKE_SCHEMA: '{"$id":"v1","type":"object","additionalProperties":true}' } });
      for (const body of [
        '{"a":1,"a":2}',
        '{"a":1,"\\u0061":2}',
        '{"a":[{"b":{"c":1,"c":":"}}]}',
        '{"__proto__":1,"__proto__":2}',
      ])
        assert.equal((await post(body)).json.type, `${URN}schema-violation`, body);
      assert.equal((await post('{"a":":","b":[{"a":{"a":null}},":\\":"],"__proto__":{"a":1}}')).status, 201);
    });

    it('that comes whole at once is refused for its size once, and not published', async () => {
      await started({ env: { INTAKE_MAX_BYTES: '1KB' } });
      const large = `{"a":"${'x'.repeat(2_000)}"}`;
      assertAnswer(await raw(request('POST /', [JSON_TYPE], large)), 413, 'too-large');
      const chunked = `transfer-encoding: chunked\r\n\r\n${large.length.toString(16)}\r\n${large}\r\n0\r\n\r\n`;
      const answer = await raw(`POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${JSON_TYPE}\r\n${chunked}`);
      assertAnswer(answer, 413, 'too-large');
      assert.deepEqual(await intake.arrived(), []);
      assert.equal(intake.lines.length, 2);
    });

    for (const [what, header] of [
      ['is asked about beforehand, as curl asks', 'expect: 100-continue\r\ncontent-length: 2000000'],
      ['is beyond what the framework itself reads', 'content-length: 2000000000'],
    ] as const) {
      it(`that ${what} is refused once, and the connection left open until the answer is read`, async () => {
        await started();
        const began = performance.now();
        const answer = await raw(`POST / HTTP/1.1\r\nhost: x\r\n${JSON_TYPE}\r\n${header}\r\n\r\n`);
        assertAnswer(answer, 413, 'too-large');
        assert.ok(performance.now() - began > 1_000);
        assert.equal((await post('{"a":1}')).status, 201);
      });
    }

    it('in very many pieces is refused before it holds memory for each', async () => {
      await started();
      const chunks = `${'1\r\n \r\n'.repeat(100_000)}7\r\n{"a":1}\r\n0\r\n\r\n`;
      const head = `POST / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${JSON_TYPE}\r\ntransfer-encoding: chunked\r\n\r\n`;
      const answer = await raw(head + chunks);
      assertAnswer(answer, 413, 'too-large');
      assert.match(answer, /too many pieces/);
      assert.deepEqual(await intake.arrived(), []);
    });

    it('refused for its size while it arrives is logged and counted like every other refusal', async () => {
      await started({ env: { INTAKE_CORS_ORIGINS: 'https://good.example' } });
      const answer = await raw(
        `POST / HTTP/1.1\r\nhost: x\r\n${JSON_TYPE}\r\norigin: https://good.example\r\ncontent-length: 2000000\r\n\r\n{`,
      );
      assertAnswer(answer, 413, 'too-large');
      assert.match(answer, /access-control-allow-origin: https:\/\/good\.example/i);
      await intake.shutdown.close();
      assert.equal(intake.lines.filter(({ problem }) => problem === `${URN}too-large`).length, 1);
      assert.equal(intake.lines.filter(({ metric }) => metric === 'intake/issues').length, 1);
    });
  });

  describe('by keys and callers', () => {
    // The ledger alone remembers, so that requests to one instance meet as those to several do.
    it('gives a key to one of many bodies that come with it at once', async () => {
      await started({ env: { INTAKE_LEDGER_BUCKET: 'ledgers' } });
      const bodies = Array.from({ length: 12 }, (_, n) => `{"n":${n}}`);
      const answers = await Promise.all(bodies.map((body) => post(body, { 'idempotency-key': 'k' })));
      const statuses = answers.map(({ status }) => status).sort();
      assert.deepEqual(statuses, [201, ...Array(11).fill(422)]);
      assert.equal((await intake.arrived()).length, 1);
    });

    it('limits by the address that the proxy saw, not by a list or a subject that the caller wrote', async () => {
      await started({ env: { INTAKE_RATE_PER_MINUTE: '1' } });
      const token = (n: number): string =>
        `Bearer x.${Buffer.from(JSON.stringify({ sub: `s${n}` })).toString('base64url')}.y`;
      const statuses: number[] = [];
      for (let n = 0; n < 3; n += 1) {
        const headers = { 'x-forwarded-for': `10.0.0.${n}, 9.9.9.9`, authorization: token(n) };
        statuses.push((await post('{"a":1}', headers)).status);
      }
      assert.deepEqual(statuses, [201, 429, 429]);
    });

    it('remembers no more of a caller than an address is long', async () => {
      await started({ env: { INTAKE_RATE_PER_MINUTE: '1', INTAKE_PROXIES: '2' } });
      const from = (last: string) => ({ 'x-forwarded-for': `${'9'.repeat(8_000)}${last}, 10.0.0.1` });
      assert.deepEqual(
        [(await post('{"a":1}', from('1'))).status, (await post('{"a":1}', from('2'))).status],
        [201, 429],
      );
    });

    it('goes by the token that the platform checked where another comes with it', async () => {
      await started();
      const token = (sub: string): string => `Bearer x.${Buffer.from(JSON.stringify({ sub })).toString('base64url')}.y`;
      const idOf = async (headers: Record<string, string>): Promise<unknown> =>
        (await post('{"a":1}', { ...headers, 'idempotency-key': 'k' })).json.issue_id;
      const ann = await idOf({ authorization: token('ann') });
      const checked = await idOf({ 'x-serverless-authorization': token('ben'), authorization: token('ann') });
      const unreadable = await idOf({ 'x-serverless-authorization': 'Bearer x', authorization: token('ann') });
      assert.equal(await idOf({ 'x-serverless-authorization': token('ann') }), ann);
      assert.equal(await idOf({}), unreadable);
      assert.equal(new Set([ann, checked, unreadable]).size, 3);
    });

    it('takes no signed webhook that is replayed as a form, which would be another issue', async () => {
      const { startSecretText } = await import('../../../support/secrets.ts');
      const key = Buffer.alloc(32, 7);
      const secret = await startSecretText(`whsec_${key.toString('base64')}`);
      await started({ env: { ...secret.env, INTAKE_AUTH: 'webhook', INTAKE_WEBHOOK_SECRET: KEY } });
      const at = Math.floor(Date.now() / 1_000);
      const body = '{"a":"b=c"}';
      const signature = createHmac('sha256', key).update(`msg_1.${at}.${body}`).digest('base64');
      const headers = {
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(at),
        'webhook-signature': `v1,${signature}`,
        'content-type': 'application/x-www-form-urlencoded',
      };
      const answer = await post(body, headers);
      assert.deepEqual([answer.status, answer.json.detail], [415, 'Send application/json.']);
      assert.deepEqual(await intake.arrived(), []);
      await secret.close();
    });

    it('takes a webhook that is replayed with another key for the same issue', async () => {
      const { startSecretText } = await import('../../../support/secrets.ts');
      const key = Buffer.alloc(32, 7);
      const secret = await startSecretText(`whsec_${key.toString('base64')}`);
      await started({ env: { ...secret.env, INTAKE_AUTH: 'webhook', INTAKE_WEBHOOK_SECRET: KEY } });
      const at = Math.floor(Date.now() / 1_000);
      const signed = {
        'webhook-id': 'msg_1',
        'webhook-timestamp': String(at),
        'webhook-signature': `v1,${createHmac('sha256', key).update(`msg_1.${at}.{"a":1}`).digest('base64')}`,
      };
      const first = await post('{"a":1}', signed);
      const replay = await post('{"a":1}', { ...signed, 'idempotency-key': 'another' });
      assert.deepEqual([first.status, replay.json.issue_id], [201, first.json.issue_id]);
      await secret.close();
    });
  });

  it('tells the log of what failed inside a batch, once', async () => {
    await started({ env: { ISSUES_TOPIC: 'missing-topic' } });
    const answer = await post('[{"a":1},{"a":2},7]');
    assert.equal(answer.status, 207);
    const errors = intake.lines.filter(({ severity }) => severity === 'ERROR');
    assert.deepEqual(
      errors.map(({ message, failures, issues, delivered }) => [message, failures, issues, delivered]),
      [['received in part', 2, 3, 0]],
    );
  });
});
