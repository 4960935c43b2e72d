import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { openapi } from '../../../../functions/intake/openapi.ts';
import { PROBLEMS } from '../../../../functions/intake/problem.ts';
import { type IntakeSetup, type IntakeUnderTest, startIntake } from '../../../support/intake.ts';

type Json = Record<string, unknown>;
interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema?: Json }>> }>>;
}
interface Description extends Json {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What the tests ask, and what must be answered. */
const REQUESTS: readonly (readonly [
  method: string,
  path: string,
  body: string | undefined,
  status: number,
  type?: string,
])[] = [
  ['POST', '/', '{"a":1}', 201],
  ['POST', '/issues', '[{"a":1},{"b":2}]', 201],
  ['POST', '/issues', '[{"a":1},7]', 207],
  ['POST', '/', '{', 400],
  ['POST', '/', '{}', 400],
  ['POST', '/', 'title=', 400, 'application/x-www-form-urlencoded'],
  ['POST', '/', 'title=x', 422, 'application/x-www-form-urlencoded'],
  ['POST', '/', '{"a":1}', 415, 'text/plain'],
  ['POST', '/issues', `{"a":"${'x'.repeat(2_000)}"}`, 413],
  ['GET', '/healthz', undefined, 200],
  ['GET', '/readyz', undefined, 200],
  ['GET', '/openapi.json', undefined, 200],
];

describe('the OpenAPI description', () => {
  let intake: IntakeUnderTest;
  afterEach(() => intake?.close());

  async function describedBy(setup: IntakeSetup): Promise<Description> {
    intake = await startIntake(setup);
    return (await (await fetch(`${intake.url}/openapi.json`)).json()) as Description;
  }

  /** Fails where the answer's status, type or body is not as described. */
  function assertDescribed(description: Description, method: string, path: string, answer: Answer): void {
    const response = description.paths[path]?.[method.toLowerCase()]?.responses[answer.status];
    assert.ok(response, `${method} ${path} does not tell of ${answer.status}`);
    const schema = response.content?.[answer.type]?.schema;
    assert.ok(schema, `${method} ${path} ${answer.status} does not tell of ${answer.type}`);
    const ajv = new Ajv2020({ strict: false });
    ajv.addSchema({ $id: 'description', ...description });
    const validate = ajv.compile(absolute(schema));
    assert.ok(validate(answer.json), `${method} ${path} ${answer.status}: ${ajv.errorsText(validate.errors)}`);
  }

  it('describes every answer as it is given, to the last field', async () => {
    const description = await describedBy({ env: { INTAKE_MAX_BYTES: '1KB' } });
    for (const [method, path, body, status, type = 'application/json'] of REQUESTS) {
      const answer = await ask(intake.url, method, path, body, type);
      assert.equal(answer.status, status, `${method} ${path} ${body}`);
      assertDescribed(description, method, path, answer);
    }
    intake.faults.add({ service: 'pubsub', method: 'Publish', kind: 'error', code: 'PERMISSION_DENIED', times: 1 });
    const failed = await ask(intake.url, 'POST', '/', '{"a":1}', 'application/json');
    assert.equal(failed.status, 500);
    assertDescribed(description, 'POST', '/', failed);
  });

  it('describes what breaks a schema, too much at once, and a service that is away', async () => {
    const schema = { $id: 'v1', type: 'object', required: ['a'], properties: { a: {} } };
    const description = await describedBy({
      env: {
        INTAKE_SCHEMA: JSON.stringify(schema),
        INTAKE_RATE_PER_MINUTE: '2',
        INTAKE_PUBLISH_DEADLINE: '100ms',
      },
    });
    intake.faults.add({ service: 'pubsub', method: 'Publish', kind: 'slow', delayMs: 300 });
    for (const [body, status] of [
      ['{"b":1}', 422],
      ['{"a":1}', 503],
      ['{"a":1}', 429],
    ] as const) {
      const answer = await ask(intake.url, 'POST', '/', body, 'application/json');
      assert.equal(answer.status, status);
      assertDescribed(description, 'POST', '/', answer);
    }
  });

  it('tells of each problem status at every place to post to, and of no others', async () => {
    const description = await describedBy({});
    const refused = [...new Set(Object.values(PROBLEMS).map(({ status }) => String(status)))].sort();
    for (const path of ['/', '/issues']) {
      const told = Object.keys(description.paths[path]?.post?.responses ?? {});
      assert.deepEqual(told.filter((status) => Number(status) >= 400).sort(), refused);
      assert.deepEqual(told.filter((status) => Number(status) < 400).sort(), ['201', '207']);
    }
  });

  it('is whole for every way to authenticate: references lead somewhere and operations have names of their own', () => {
    for (const auth of ['platform', 'api-key', 'webhook'] as const) {
      const config = { auth, maxBytes: 1, maxItems: 1, maxDepth: 1, form: auth === 'platform' };
      const description = openapi({ config, schema: null }) as Description;
      const text = JSON.stringify(description);
      for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
        assert.ok(Object.hasOwn((description.components as { schemas: object }).schemas, name), name);
      }
      const names = Object.values(description.paths).flatMap((path) =>
        Object.values(path).map(({ operationId }) => operationId),
      );
      assert.equal(new Set(names).size, names.length);
    }
  });
});

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly json: unknown;
}

async function ask(url: string, method: string, path: string, body: string | undefined, type: string): Promise<Answer> {
  const sent = body === undefined ? {} : { body, headers: { 'content-type': type } };
  const response = await fetch(`${url}${path}`, { method, ...sent });
  return { status: response.status, type: response.headers.get('content-type') ?? '', json: await response.json() };
}

/** References inside a part of the description lead into the whole. */
function absolute(schema: Json): Json {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"description#/')) as Json;
}
