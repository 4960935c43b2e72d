/** Histories of Firestore documents, as the firestore function publishes them, and what a mirror must hold in the end. */

import type { Change } from '../../functions/firestore/change.ts';
import { type DocumentName, parseDocumentName } from '../../functions/firestore/document-name.ts';
import { issueOf } from '../../functions/firestore/issue.ts';
import type { Fields } from '../../functions/firestore/value.ts';
import { mulberry32 } from '../../local/core/faults/faults.ts';
import type { TestMessage } from './sink.ts';

export interface History {
  /** In the order of their happening. */
  readonly messages: readonly TestMessage[];
  /** Title and priority of the documents that are left, keyed by document name. */
  readonly documents: ReadonlyMap<string, readonly [title: string, priority: string, done: string]>;
}

const ISSUE = { encoding: 'plain', rules: undefined, key: '', ordering: false } as const;
const START_MICROS = 1_750_000_000_000_000;

/** Creates, updates, deletions and re-creations of a few documents, each a microsecond to a second after the one before. */
export function historyOf(seed: number): History {
  const random = mulberry32(seed);
  const whole = (most: number): number => Math.floor(random() * (most + 1));
  const documents = new Map<string, readonly [string, string, string]>();
  const messages: TestMessage[] = [];
  let micros = START_MICROS;
  const events = 4 + whole(16);
  for (let event = 0; event < events; event += 1) {
    const name = `projects/p/databases/(default)/documents/issues/${seed}-${whole(3)}`;
    const exists = documents.has(name);
    const deletes = exists && random() < 0.35;
    micros += 1 + whole(random() < 0.5 ? 3 : 1_000_000);
    const values = [`title ${event} ünï`, String(whole(1_000_000_000)), String(random() < 0.5)] as const;
    const operation = deletes ? 'DELETE' : exists ? 'UPDATE' : 'CREATE';
    messages.push(messageOf(name, operation, micros, deletes ? undefined : values, `${seed}-${event}`));
    if (deletes) documents.delete(name);
    else documents.set(name, values);
  }
  return { messages, documents };
}

function messageOf(
  name: string,
  operation: Change['operation'],
  micros: number,
  values: readonly [string, string, string] | undefined,
  id: string,
): TestMessage {
  const time = `${new Date(Math.floor(micros / 1_000)).toISOString().slice(0, -1)}${String(micros % 1_000).padStart(3, '0')}Z`;
  const data: Fields | undefined = values && {
    title: { stringValue: values[0] },
    priority: { integerValue: values[1] },
    done: { booleanValue: values[2] === 'true' },
  };
  const message = issueOf(
    {
      issueId: `FS-${id}`,
      operation,
      name: parseDocumentName(name) as DocumentName,
      params: {},
      data,
      oldData: undefined,
      changedFields: undefined,
      createTime: undefined,
      updateTime: values === undefined ? undefined : time,
      time,
      auth: undefined,
      event: { id, type: 'google.cloud.firestore.document.v1.written', time },
    },
    ISSUE,
  );
  return { data: message.data, attributes: message.attributes, messageId: id };
}

/** Late, twice and out of order: every message at least once, some again, in any order. */
export function disordered<T>(messages: readonly T[], seed: number): readonly T[] {
  const random = mulberry32(seed);
  const sent = messages.flatMap((message) => (random() < 0.3 ? [message, message] : [message]));
  for (let at = sent.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [sent[at], sent[other]] = [sent[other] as T, sent[at] as T];
  }
  return sent;
}
