/** The intake, posted one issue a request, against a bare function that answers the same bytes. */

import { againstBare } from './support/against-bare.ts';

export function run(): Promise<Record<string, unknown>> {
  return againstBare({
    door: 'intake',
    request: {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ issue: 'The pipe leaks', priority: 'P1', detail: 'x'.repeat(200), tags: ['a', 'b'] }),
    },
    answer: { status: 201, body: `{"issue_id":"INC-${'0'.repeat(25)}","status":"created"}` },
  });
}
