/** The journal of this service: records in, durable when the promise resolves, rewritten when it is mostly history. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Journal } from '../../core/journal/journal.ts';
import {
  type Held,
  heldRecord,
  nextRecord,
  policyRecord,
  replay,
  schemaRecord,
  snapshotRecord,
  subscriptionRecord,
  topicRecord,
} from './records.ts';
import type { State } from './state.ts';

/** A rewritten journal groups messages up to this size: a restart shares one buffer among the messages of a record. */
const GROUP_BYTES = 48 * 1024;
/** Rewriting pays when the file is this many times what it would become. */
const GARBAGE_RATIO = 2.5;

export interface Log {
  append(record: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Without a folder nothing outlives the process, and nothing is waited for. */
export const MEMORY_LOG: Log = { append: () => Promise.resolve(), close: () => Promise.resolve() };

export async function openLog(folder: string, state: State, compactAboveBytes: number): Promise<Log> {
  await mkdir(folder, { recursive: true });
  const journal = await Journal.open(join(folder, 'pubsub.journal'), (record) => replay(state, record));
  let compacting: Promise<void> | undefined;
  let closed = false;

  const compact = (): void => {
    if (compacting !== undefined || closed || journal.bytes < compactAboveBytes) return;
    if (journal.bytes < GARBAGE_RATIO * state.heldBytes) return;
    compacting = journal
      .rewrite(everything(state))
      // A journal that cannot be rewritten still takes records or fails them by itself; no caller waits for this error.
      .catch(() => {})
      .finally(() => {
        compacting = undefined;
      });
  };
  compact();
  return {
    append: (record) => {
      const durable = journal.append(record);
      compact();
      return durable;
    },
    close: async () => {
      closed = true;
      await compacting;
      await journal.close();
    },
  };
}

/**
 * The whole state as records: one instant of it, taken at the first record, written piece by piece. Changes already made
 * but still waiting to be written are in it and come again behind it, which is why transitions are idempotent.
 */
function* everything(state: State): Generator<Uint8Array> {
  const resources = [
    nextRecord(state.nextSeq, state.nextUid),
    ...state.schemas.all().map(schemaRecord),
    ...[...state.topics.values()].map(({ uid, config }) => topicRecord(uid, config)),
    ...[...state.subscriptions.values()].map(({ uid, topic, config }) =>
      subscriptionRecord(uid, topic?.uid ?? 0, config),
    ),
    ...[...state.snapshots.values()].map(({ uid, topic, config }) => snapshotRecord(uid, topic.uid, config)),
    ...[...state.policies].map(([uid, policy]) => policyRecord(uid, policy)),
  ];
  const messages = heldMessages(state);
  yield* resources;
  let group: Held[] = [];
  let bytes = 0;
  for (const held of messages) {
    group.push(held);
    bytes += held.message.end - held.message.start;
    if (bytes < GROUP_BYTES) continue;
    yield heldRecord(group);
    group = [];
    bytes = 0;
  }
  if (group.length > 0) yield heldRecord(group);
}

function heldMessages(state: State): Held[] {
  const found = new Map<number, { message: Held['message']; by: Held['by'][number][] }>();
  const add = (message: Held['message'], by: Held['by'][number]): void => {
    const known = found.get(message.seq);
    if (known === undefined) found.set(message.seq, { message, by: [by] });
    else known.by.push(by);
  };
  for (const topic of state.topics.values()) {
    for (const message of topic.log) add(message, { role: 'log', uid: topic.uid, failures: 0 });
  }
  for (const { uid, backlog, acked } of state.subscriptions.values()) {
    for (const { message, failures } of backlog.entries()) add(message, { role: 'unacked', uid, failures });
    for (const message of acked.values()) add(message, { role: 'acked', uid, failures: 0 });
  }
  for (const { uid, held } of state.snapshots.values()) {
    for (const message of held.values()) add(message, { role: 'snapshot', uid, failures: 0 });
  }
  return [...found.values()].sort((a, b) => a.message.seq - b.message.seq);
}
