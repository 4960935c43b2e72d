/** The refusals in the OpenAPI description: one response for each status, named after the status. */

import { PROBLEMS, type ProblemName, typeOf } from './problem.ts';

export type Refusals = readonly ProblemName[];

/** The headers that tell the caller what to do next. Every refusal with such a status must send them. */
const HEADERS: Readonly<Record<number, Readonly<Record<string, object>>>> = {
  401: header('WWW-Authenticate', 'The accepted ways to authenticate.'),
  405: header('Allow', 'The methods of this path.'),
  429: header('Retry-After', 'Seconds.', 'integer'),
  503: header('Retry-After', 'Seconds.', 'integer'),
};

/** All problems, grouped by status. A browser that posts the form without a script gets a page instead. */
export function refusals(form: boolean): Record<string, object> {
  const names = Object.keys(PROBLEMS) as ProblemName[];
  const statuses = [...new Set(names.map((name) => PROBLEMS[name].status))];
  return Object.fromEntries(
    statuses.map((status) => {
      const own = names.filter((name) => PROBLEMS[name].status === status);
      const headers = HEADERS[status];
      const response = {
        description: own.map((name) => `\`${typeOf(name)}\`: ${PROBLEMS[name].title}.`).join(' '),
        ...(headers === undefined ? {} : { headers }),
        content: {
          'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          ...(form ? { 'text/html': {} } : {}),
        },
      };
      return [status, response];
    }),
  );
}

/** The responses of an operation that refuses with these problems. */
export function refusedBy(names: Refusals): Record<string, object> {
  return Object.fromEntries(
    names.map((name) => [PROBLEMS[name].status, { $ref: `#/components/responses/${PROBLEMS[name].status}` }]),
  );
}

export function problemSchema(): object {
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

function header(name: string, description: string, type = 'string'): Readonly<Record<string, object>> {
  return { [name]: { description, required: true, schema: { type } } };
}
