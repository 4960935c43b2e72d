/**
 * The OpenAPI 3.1 description, built from the values the code itself uses: limits, problems, fields, the issue's schema. It
 * lists every status that the door can answer. Refusals are described once for each status (`openapi-refusals.ts`), and
 * each operation refers to its own.
 */

import type { IntakeConfig } from './config.ts';
import { FIELDS } from './form.ts';
import { problemSchema, type Refusals, refusals, refusedBy } from './openapi-refusals.ts';

export interface Described {
  readonly config: Pick<IntakeConfig, 'auth' | 'maxBytes' | 'maxItems' | 'maxDepth' | 'form' | 'ratePerMinute'>;
  readonly schema: Readonly<Record<string, unknown>> | null;
}

export function openapi({ config, schema }: Described): object {
  const issue = schema ?? {
    type: 'object',
    minProperties: 1,
    description: `Any object, nested at most ${config.maxDepth} levels deep.`,
  };
  const security = securityOf(config.auth);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Penstock intake',
      version: '1',
      description:
        'Takes issues and publishes them. Success is answered only after Pub/Sub has acknowledged. Other paths and methods are answered 404 or 405.',
    },
    paths: {
      '/': {
        ...(config.form ? { get: pageOperation() } : {}),
        post: { operationId: 'postIssue', ...post(config) },
        options: preflight('preflightPost'),
      },
      '/issues': {
        post: { operationId: 'createIssue', ...post(config) },
        options: preflight('preflightCreate'),
      },
      '/healthz': {
        get: {
          operationId: 'health',
          summary: 'Whether the process is alive',
          security: [],
          responses: { 200: { description: 'It is.', ...json(statusOf('ok')) } },
        },
      },
      '/readyz': {
        get: {
          operationId: 'ready',
          summary: 'Whether it takes issues',
          security: [],
          responses: {
            200: { description: 'It does.', ...json(statusOf('ready')) },
            503: { description: 'It is stopping.', ...json(statusOf('stopping')) },
          },
        },
      },
      '/openapi.json': {
        get: {
          operationId: 'describe',
          summary: 'This description',
          ...anybody({
            200: { description: 'OpenAPI 3.1.', ...json({ type: 'object', required: ['openapi', 'info', 'paths'] }) },
          }),
        },
        options: preflight('preflightDescribe'),
      },
    },
    components: {
      schemas: { Issue: issue, Form: formSchema(), Created: CREATED, Batch: batchAnswer(), Problem: problemSchema() },
      responses: refusals(config.form),
      securitySchemes: security.schemes,
    },
    security: security.required,
  };
}

const CREATED = {
  type: 'object',
  required: ['issue_id', 'status'],
  additionalProperties: false,
  properties: { issue_id: { type: 'string', pattern: '^INC-[0-9A-HJKMNP-TV-Z]{25}$' }, status: { const: 'created' } },
};

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

const json = (schema: object): object => ({ content: { 'application/json': { schema } } });

const statusOf = (status: string): object => ({
  type: 'object',
  required: ['status'],
  properties: { status: { const: status } },
  additionalProperties: false,
});

/** These operations need no authentication. Every operation refuses a body that is too large. */
function anybody(responses: Record<string, object>): object {
  return { security: [], responses: { ...responses, ...refusedBy(['too-large']) } };
}

function post(config: Described['config']): object {
  return {
    summary: 'Post an issue, or a batch of them',
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        description: 'The same key with the same body is the same issue, whatever the retries.',
        schema: { type: 'string', minLength: 1, maxLength: 257 },
      },
    ],
    requestBody: {
      required: true,
      description: `At most ${config.maxBytes} bytes, compressed or not.`,
      content: {
        'application/json': {
          schema: {
            oneOf: [ref('Issue'), { type: 'array', items: ref('Issue'), minItems: 1, maxItems: config.maxItems }],
          },
        },
        ...(config.auth === 'webhook' ? {} : { 'application/x-www-form-urlencoded': { schema: formOf(config) } }),
      },
    },
    responses: {
      201: {
        description: 'Created, and acknowledged by Pub/Sub.',
        headers: { Location: { description: 'Of a single issue.', schema: { type: 'string' } } },
        content: {
          'application/json': { schema: { oneOf: [ref('Created'), ref('Batch')] } },
          // The answer to a form that the browser posts without a script.
          ...(config.form ? { 'text/html': {} } : {}),
        },
      },
      207: {
        description: 'Some issues of the batch were rejected.',
        content: { 'application/json': { schema: ref('Batch') } },
      },
      ...refusedBy(refusalsOfPost(config)),
    },
  };
}

function formOf({ form }: Described['config']): object {
  return form ? ref('Form') : { type: 'object', additionalProperties: { type: 'string' } };
}

function refusalsOfPost({ auth, ratePerMinute }: Described['config']): Refusals {
  return [
    'malformed-json',
    ...(auth === 'platform' ? [] : (['unauthenticated'] as const)),
    'forbidden',
    'too-large',
    'unsupported-media-type',
    'idempotency-key-reused',
    ...(ratePerMinute === 0 ? [] : (['too-many-requests'] as const)),
    'internal',
    'unavailable',
  ];
}

function preflight(operationId: string): object {
  const summary = 'The methods and headers that pages of other origins may send, for CORS preflights';
  return { operationId, summary, ...anybody({ 204: { description: 'The headers say it.' } }) };
}

function pageOperation(): object {
  const responses = { 200: { description: 'A page.', content: { 'text/html': {} } } };
  return { operationId: 'form', summary: 'The web form', ...anybody(responses) };
}

function formSchema(): object {
  const properties = Object.fromEntries(
    FIELDS.map(({ name, label, kind, maxLength }) => [
      name,
      {
        type: 'string',
        title: label,
        maxLength,
        ...(typeof kind === 'object' ? { enum: kind.choices } : {}),
        ...(kind === 'email' ? { format: 'email' } : {}),
      },
    ]),
  );
  return { type: 'object', properties, required: FIELDS.filter(({ required }) => required).map(({ name }) => name) };
}

function batchAnswer(): object {
  const rejected = {
    type: 'object',
    required: ['status', 'problem'],
    additionalProperties: false,
    properties: { status: { const: 'rejected' }, problem: ref('Problem') },
  };
  return {
    type: 'object',
    required: ['results'],
    additionalProperties: false,
    properties: {
      results: {
        type: 'array',
        description: 'One answer an issue, in order.',
        items: { oneOf: [ref('Created'), rejected] },
      },
    },
  };
}

function securityOf(auth: Described['config']['auth']): {
  readonly schemes: object;
  readonly required: readonly object[];
} {
  const schemes = {
    platform: { googleIdToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    'api-key': {
      apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      bearer: { type: 'http', scheme: 'bearer' },
    },
    webhook: { standardWebhooks: { type: 'apiKey', in: 'header', name: 'webhook-signature' } },
  }[auth];
  return { schemes, required: Object.keys(schemes).map((name) => ({ [name]: [] })) };
}
