/** A change as the flat issue message that is published. */

import { createHash } from 'node:crypto';
import { issueMessage } from '@penstock/shared/issues/flat-message.ts';
import type { PubsubMessage } from '@penstock/shared/pubsub/attributes.ts';
import { cut, LIMITS } from '@penstock/shared/pubsub/attributes.ts';
import type { Change } from './change.ts';
import { plainFields } from './plain.ts';
import { type FieldRules, protectFields, protectPaths } from './protect.ts';
import type { Fields } from './value.ts';

export const ENCODINGS = ['plain', 'typed'] as const;

export interface IssueOptions {
  readonly encoding: (typeof ENCODINGS)[number];
  readonly rules: FieldRules | undefined;
  /** For the rules that hash. */
  readonly key: string;
  /** Whether messages of one document carry its ordering key. */
  readonly ordering: boolean;
}

/** Without the old data where both do not fit into one message; the payload then says so. */
export function issueOf(
  change: Change,
  options: IssueOptions,
  more: { readonly trace?: Readonly<Record<string, string>>; readonly dropOldData?: boolean } = {},
): PubsubMessage {
  const { name } = change;
  const { dropOldData = false } = more;
  return issueMessage({
    issueId: change.issueId,
    source: 'firestore-eventarc',
    createdAt: change.time,
    payload: payloadOf(change, options, dropOldData),
    attributes: {
      document: cut(name.path, LIMITS.valueBytes),
      ...(Buffer.byteLength(name.path) > LIMITS.valueBytes ? { document_cut: 'true' } : {}),
      collection: cut(name.collectionId, LIMITS.valueBytes),
      database: name.database,
      operation: change.operation,
      ...(change.event === undefined ? {} : { event_type: change.event.type }),
      ...more.trace,
    },
    ...(options.ordering ? { orderingKey: orderingKey(`${name.root}/${name.path}`) } : {}),
  });
}

function payloadOf(change: Change, options: IssueOptions, dropOldData: boolean): object {
  const { name, event, auth } = change;
  const data = (fields: Fields | undefined): object | null =>
    fields === undefined ? null : encoded(fields, name.root, options);
  return {
    operation: change.operation,
    document: name.path,
    document_id: name.id,
    document_name: `${name.root}/${name.path}`,
    collection: name.collection,
    database: name.database,
    path_params: change.params,
    encoding: options.encoding,
    data: data(change.data),
    old_data: dropOldData ? null : data(change.oldData),
    ...(dropOldData ? { old_data_dropped: true } : {}),
    changed_fields: changedFields(change, options),
    create_time: change.createTime ?? null,
    update_time: change.updateTime ?? null,
    auth_type: auth?.type ?? null,
    auth_id: auth?.id ?? null,
    event_id: event?.id ?? null,
    event_type: event?.type ?? null,
    event_time: event?.time ?? null,
  };
}

function encoded(fields: Fields, root: string, { encoding, rules, key }: IssueOptions): object {
  const shown = rules === undefined ? fields : protectFields(fields, rules, key);
  return encoding === 'typed' ? shown : plainFields(shown, root);
}

function changedFields({ changedFields: paths }: Change, { rules }: IssueOptions): readonly string[] | null {
  if (paths === undefined) return null;
  return rules === undefined ? paths : protectPaths(paths, rules);
}

/** The document's name, or its hash where the name is longer than an ordering key may be. */
function orderingKey(name: string): string {
  return Buffer.byteLength(name) <= LIMITS.orderingKeyBytes ? name : createHash('sha256').update(name).digest('hex');
}
