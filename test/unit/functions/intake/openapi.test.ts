import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { openapi } from '../../../../functions/intake/openapi.ts';
import { PROBLEMS } from '../../../../functions/intake/problem.ts';
import { assertDescribed, type Description } from '../../../support/described.ts';
import { type IntakeSetup, type IntakeUnderTest, startIntake } from '../../../support/intake.ts';
import { type SecretUnderTest, startSecretText } from '../../../support/secrets.ts';

const RATE = 50;
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const PAGE = { ...FORM, accept: 'text/html' };
const LARGE = 'x'.repeat(2_000);
const PUBLISH = { service: 'pubsub', method: 'Publish' } as const;
/** Longer than the deadline, and the deadline is longer than a busy machine takes to publish. */
const SLOW = { ...PUBLISH, kind: 'slow', delayMs: 3_000, times: 0 } as const;
const PATHS = ['/', '/issues'] as const;

interface Post {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body of a post by the same caller that comes first. */
  readonly before?: string;
  readonly fault?: Parameters<IntakeUnderTest['faults']['add']>[0];
}

/** For every status that a post can be answered with, what makes it so: as JSON, and as a form that a browser sends. */
const POSTS: readonly Post[] = [
  { status: 201, body: '{"a":1}' },
  { status: 201, body: '[{"a":1},{"b":2}]' },
  { status: 207, body: '[{"a":1},7,{}]' },
  { status: 400, body: '{' },
  { status: 400, body: 'title=', headers: FORM },
  { status: 403, body: '{"a":1}', headers: { origin: 'https://evil.example' } },
  { status: 413, body: `{"a":"${LARGE}"}` },
  { status: 415, body: '{"a":1}', headers: { 'content-type': 'text/plain' } },
  { status: 422, body: '{"a":2}', headers: { 'idempotency-key': 'used' } },
  { status: 429, body: '{"a":1}', before: `[${Array(RATE).fill('{"a":1}')}]` },
  { status: 500, body: '{"a":1}', fault: { ...PUBLISH, kind: 'error', code: 'PERMISSION_DENIED' } },
  { status: 503, body: '{"a":1}', fault: SLOW },
];
const PAGES: readonly Post[] = [
  { status: 201, body: 'title=x&priority=P1', headers: PAGE },
  { status: 400, body: 'title=x&title=y', headers: PAGE },
  { status: 403, body: 'title=x&priority=P1', headers: { ...PAGE, origin: 'https://evil.example' } },
  { status: 413, body: `title=${LARGE}`, headers: PAGE },
  { status: 415, body: 'title=x&priority=P1', headers: { ...PAGE, 'content-encoding': 'zstd' } },
  { status: 422, body: 'title=x', headers: PAGE },
  { status: 500, body: 'title=x&priority=P1', headers: PAGE, fault: { ...PUBLISH, kind: 'error', code: 'NOT_FOUND' } },
  { status: 503, body: 'title=x&priority=P1', headers: PAGE, fault: SLOW },
];

/** Requests that are no post. `startIntake` holds these answers, like those of every other test, to the description. */
const OTHERS: readonly (readonly [method: string, path: string, status: number, body?: string])[] = [
  ['GET', '/healthz', 200],
  ['HEAD', '/healthz', 200],
  ['GET', '/readyz', 200],
  ['GET', '/openapi.json', 200],
  ['OPTIONS', '/', 204],
  ['OPTIONS', '/issues', 204],
  ['OPTIONS', '/openapi.json', 204],
  ['DELETE', '/healthz', 405],
  ['PUT', '/issues', 405],
  ['GET', '/nowhere', 404],
  ['POST', '/nowhere', 404, '{"a":1}'],
  ['POST', '/nowhere', 413, LARGE],
  ['PUT', '/issues', 413, LARGE],
  ...(['/', '/issues', '/openapi.json'] as const).map((path) => ['OPTIONS', path, 413, LARGE] as const),
];
/** fetch sends no body with GET. */
const BODIED_GETS = ['/', '/openapi.json'];

describe('the OpenAPI description', () => {
  let intake: IntakeUnderTest;
  let secret: SecretUnderTest | undefined;
  afterEach(async () => {
    await intake?.close();
    await secret?.close();
    secret = undefined;
  });

  async function describedBy(setup: IntakeSetup): Promise<Description> {
    intake = await startIntake(setup);
    return (await (await fetch(`${intake.url}/openapi.json`)).json()) as Description;
  }

  async function ask(method: string, path: string, body?: string, headers: Record<string, string> = {}) {
    const sent = { 'content-type': 'application/json', ...headers };
    const response = await fetch(`${intake.url}${path}`, { method, headers: sent, body: body ?? null });
    await response.arrayBuffer();
    return response.status;
  }

  async function play(
    path: string,
    { status, body, headers = {}, fault, before }: Post,
    more: Record<string, string> = {},
  ) {
    if (before !== undefined) await ask('POST', path, before, { ...headers, ...more });
    if (fault !== undefined) intake.faults.add(fault);
    const what = `${path} ${body.slice(0, 40)} ${JSON.stringify(headers)}`;
    assert.equal(await ask('POST', path, body, { ...headers, ...more }), status, what);
    intake.faults.clear();
  }

  const isPrompt = ({ fault }: Post): boolean => fault !== SLOW;

  /** All posts that meet the deadline, at once: each takes as long as the deadline. */
  async function playLate(posts: readonly Post[], more: Record<string, string>) {
    intake.faults.add(SLOW);
    const late = PATHS.flatMap((path) => posts.filter((one) => !isPrompt(one)).map((one) => ({ path, ...one })));
    await Promise.all(
      late.map(async ({ path, body, headers, status }) =>
        assert.equal(await ask('POST', path, body, { ...headers, ...more }), status, path),
      ),
    );
    intake.faults.clear();
  }

  const settings = {
    INTAKE_MAX_BYTES: '1KB',
    INTAKE_RATE_PER_MINUTE: String(RATE),
    INTAKE_PUBLISH_DEADLINE: '2s',
  };

  /** Every status of every operation, as it is described and as it was given. */
  function assertAllGiven(description: Description): void {
    const described = Object.entries(description.paths).flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { responses }]) =>
        Object.keys(responses).map((status) => `${method} ${path} ${status}`),
      ),
    );
    const given = intake.answers.map(
      ({ method, path, status }) => `${method === 'HEAD' ? 'get' : method.toLowerCase()} ${path} ${status}`,
    );
    assert.deepEqual(
      described.filter((one) => !given.includes(one)),
      [],
      'described and never given',
    );
  }

  it('tells of every status that can be answered, and of no other', async () => {
    const description = await describedBy({ env: settings });
    for (const path of PATHS) {
      let callers = 0;
      await ask('POST', path, '{"a":1}', { 'idempotency-key': 'used' });
      for (const one of [...POSTS, ...PAGES].filter(isPrompt)) {
        callers += 1;
        await play(path, one, { 'x-forwarded-for': `10.0.0.${callers}` });
      }
    }
    await playLate([...POSTS, ...PAGES], { 'x-forwarded-for': '10.0.1.0' });
    assert.equal(await ask('GET', '/'), 200);
    for (const [method, path, status, body] of OTHERS) assert.equal(await ask(method, path, body), status, path);
    for (const path of BODIED_GETS) assert.equal(await getWithBody(intake.port, path), 413);
    await intake.shutdown.close();
    assert.equal(await ask('GET', '/readyz'), 503);
    assertAllGiven(description);
  });

  it('tells of 401 where callers must say who they are, of no page and of no limit where there is none', async () => {
    secret = await startSecretText('mobile=0123456789abcdef');
    const description = await describedBy({
      env: {
        ...secret.env,
        ...settings,
        INTAKE_RATE_PER_MINUTE: '0',
        INTAKE_AUTH: 'api-key',
        INTAKE_API_KEYS_SECRET: 'projects/p/secrets/s/versions/latest',
      },
    });
    const key = { 'x-api-key': '0123456789abcdef' };
    for (const path of PATHS) {
      assert.equal(await ask('POST', path, '{"a":1}'), 401);
      await ask('POST', path, '{"a":1}', { ...key, 'idempotency-key': 'used' });
      for (const one of POSTS.filter(isPrompt)) if (one.status !== 429) await play(path, one, key);
    }
    await playLate(POSTS, key);
    assert.equal(await ask('GET', '/'), 405);
    for (const [method, path, status, body] of OTHERS) assert.equal(await ask(method, path, body), status, path);
    for (const path of BODIED_GETS) assert.equal(await getWithBody(intake.port, path), 413);
    await intake.shutdown.close();
    assert.equal(await ask('GET', '/readyz'), 503);
    assertAllGiven(description);
  });

  it('describes what breaks a schema', async () => {
    const schema = { $id: 'v1', type: 'object', required: ['a'], properties: { a: {} } };
    await describedBy({ env: { INTAKE_SCHEMA: JSON.stringify(schema) } });
    assert.equal(await ask('POST', '/', '{"b":1}'), 422);
  });

  it('fails every test whose answer it does not describe', async () => {
    const description = await describedBy({});
    const answer = { method: 'POST', path: '/', status: 201, headers: { 'content-type': 'application/json' } };
    const good = { ...answer, body: `{"issue_id":"INC-${'0'.repeat(25)}","status":"created"}` };
    const headers = { 'content-type': 'application/problem+json' };
    const refused = {
      ...answer,
      headers,
      body: '{"type":"urn:penstock:problem:internal","title":"","status":1,"detail":""}',
    };
    assert.doesNotThrow(() => assertDescribed(description, good));
    assert.doesNotThrow(() => assertDescribed(description, { ...refused, status: 500 }));
    for (const [odd, why] of [
      [{ ...good, status: 202 }, /POST \/ 202 is not described/],
      [{ ...good, headers: { 'content-type': 'text/plain' } }, /is not described as text\/plain/],
      [{ ...good, body: '{"issue_id":"INC-1","status":"created"}' }, /must match pattern/],
      [{ ...refused, status: 404 }, /POST \/ 404 is not described/],
      [{ ...refused, status: 418 }, /POST \/ 418 is not described/],
      [{ ...refused, status: 503 }, /POST \/ 503 has no Retry-After/],
      [{ ...refused, path: '/nowhere', status: 500 }, /POST \/nowhere 500 is not described/],
      [{ ...refused, method: 'OPTIONS', status: 204 }, /is described without content/],
    ] as const)
      assert.throws(() => assertDescribed(description, odd), why);
  });

  it('is whole for every way to authenticate: references lead somewhere and operations have names of their own', () => {
    for (const auth of ['platform', 'api-key', 'webhook'] as const) {
      const config = { auth, maxBytes: 1, maxItems: 1, maxDepth: 1, form: auth === 'platform', ratePerMinute: 0 };
      const description = openapi({ config, schema: null }) as Description;
      const { components } = description as unknown as { components: Record<string, object> };
      for (const [, kind = '', name = ''] of JSON.stringify(description).matchAll(/"#\/components\/(\w+)\/(\w+)"/g))
        assert.ok(Object.hasOwn(components[kind] ?? {}, name), `${kind} ${name}`);
      const statuses = [...new Set(Object.values(PROBLEMS).map(({ status }) => String(status)))].sort();
      assert.deepEqual(Object.keys(description.components.responses).sort(), statuses);
      const names = Object.values(description.paths).flatMap((path) =>
        Object.values(path).map(({ operationId }) => operationId),
      );
      assert.equal(new Set(names).size, names.length);
    }
  });
});

async function getWithBody(port: number, path: string): Promise<number> {
  const sent = request({ port, path, method: 'GET', headers: { 'content-length': LARGE.length } }).end(LARGE);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'end');
  return response.statusCode ?? 0;
}
