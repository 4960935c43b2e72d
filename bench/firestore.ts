/** The Firestore door, sent one update of a document a request, against a bare function that answers as it does. */

import type { Fields } from '../functions/firestore/value.ts';
import { binaryEvent } from '../test/support/document-events.ts';
import { againstBare } from './support/against-bare.ts';

const NAME = 'projects/demo-penstock/databases/(default)/documents/issues/a';

export function run(): Promise<Record<string, unknown>> {
  const now = new Date().toISOString();
  const { headers, body } = binaryEvent({
    value: documentOf('P1', now),
    oldValue: documentOf('P2', now),
    updateMask: ['priority'],
    time: now,
  });
  return againstBare({
    door: 'firestore',
    request: { headers, body: Buffer.from(body) },
    answer: { status: 204, body: '' },
  });
}

function documentOf(priority: string, time: string) {
  const fields: Fields = {
    issue: { stringValue: 'The pipe leaks' },
    priority: { stringValue: priority },
    detail: { stringValue: 'x'.repeat(200) },
    tags: { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } },
    seen: { integerValue: '7' },
    at: { timestampValue: time },
  };
  return { name: NAME, fields, createTime: time, updateTime: time };
}
