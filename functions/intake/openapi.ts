/** The OpenAPI 3.1 description, made from what the code itself goes by: limits, problems, fields, the issue's schema. */

import type { IntakeConfig } from './config.ts';
import { FIELDS } from './form.ts';
import { PROBLEMS, type ProblemName, typeOf } from './problem.ts';

export interface Described {
  readonly config: Pick<IntakeConfig, 'auth' | 'maxBytes' | 'maxItems' | 'maxDepth' | 'form'>;
  readonly schema: Readonly<Record<string, unknown>> | null;
}

export function openapi({ config, schema }: Described): object {
  const issue = schema ?? {
    type: 'object',
    minProperties: 1,
    description: `Any object, nested at most ${config.maxDepth} levels deep.`,
  };
  const description = { summary: 'Post an issue, or a batch of them', operation: post(config) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Penstock intake',
      version: '1',
      description: 'Takes issues and publishes them. Success is answered only after Pub/Sub has acknowledged.',
    },
    paths: {
      '/': {
        ...(config.form ? { get: pageOperation() } : {}),
        post: { operationId: 'postIssue', summary: description.summary, ...description.operation },
      },
      '/issues': { post: { operationId: 'createIssue', summary: description.summary, ...description.operation } },
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
          security: [],
          responses: {
            200: { description: 'OpenAPI 3.1.', ...json({ type: 'object', required: ['openapi', 'info', 'paths'] }) },
          },
        },
      },
    },
    components: {
      schemas: { Issue: issue, Form: formSchema(), Created: CREATED, Batch: batchAnswer(), Problem: problemSchema() },
      ...securityOf(config.auth).components,
    },
    ...securityOf(config.auth).top,
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

function post(config: Described['config']): object {
  return {
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
        'application/x-www-form-urlencoded': {
          schema: config.form ? ref('Form') : { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
    },
    responses: {
      201: {
        description: 'Created, and acknowledged by Pub/Sub.',
        headers: { Location: { schema: { type: 'string' } } },
        content: { 'application/json': { schema: { oneOf: [ref('Created'), ref('Batch')] } } },
      },
      207: {
        description: 'Some issues of the batch were rejected.',
        content: { 'application/json': { schema: ref('Batch') } },
      },
      ...refusals(),
    },
  };
}

function pageOperation(): object {
  return {
    operationId: 'form',
    summary: 'The web form',
    responses: { 200: { description: 'A page.', content: { 'text/html': {} } } },
  };
}

/** Every problem under its status, by type. */
function refusals(): Record<string, object> {
  const statuses = [...new Set(Object.values(PROBLEMS).map(({ status }) => status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const names = (Object.keys(PROBLEMS) as ProblemName[]).filter((name) => PROBLEMS[name].status === status);
      const description = names.map((name) => `\`${typeOf(name)}\`: ${PROBLEMS[name].title}.`).join(' ');
      return [status, { description, content: { 'application/problem+json': { schema: ref('Problem') } } }];
    }),
  );
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

function problemSchema(): object {
  return {
    type: 'object',
    description: 'RFC 9457.',
    required: ['type', 'title', 'status', 'detail'],
    additionalProperties: false,
    properties: {
      type: { enum: (Object.keys(PROBLEMS) as ProblemName[]).map(typeOf) },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          required: ['pointer', 'detail'],
          additionalProperties: false,
          properties: { pointer: { type: 'string' }, detail: { type: 'string' } },
        },
      },
      retryAfter: { type: 'integer', description: 'Seconds.' },
    },
  };
}

function securityOf(auth: Described['config']['auth']): { readonly components: object; readonly top: object } {
  const schemes = {
    platform: { googleIdToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    'api-key': {
      apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      bearer: { type: 'http', scheme: 'bearer' },
    },
    webhook: { standardWebhooks: { type: 'apiKey', in: 'header', name: 'webhook-signature' } },
  }[auth];
  return {
    components: { securitySchemes: schemes },
    top: { security: Object.keys(schemes).map((name) => ({ [name]: [] })) },
  };
}
