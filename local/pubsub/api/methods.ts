/** Every method of the service, once: its gRPC name, its types, its REST form (google.api.http in pubsub.proto), its handler. */

import { acknowledge, modifyAckDeadline } from '../delivery/acking.ts';
import { publish } from '../delivery/publishing.ts';
import { pull } from '../delivery/pulling.ts';
import type { Hub } from '../hub.ts';
import type { Plain } from '../resources/fields.ts';
import * as policies from '../resources/policies.ts';
import * as snapshots from '../resources/snapshots.ts';
import * as subscriptions from '../resources/subscriptions.ts';
import * as topics from '../resources/topics.ts';
import { SCHEMA_METHODS } from '../schemas/api.ts';
import { decode, encode, malformed } from '../wire/proto-types.ts';
import { WireError } from '../wire/protobuf.ts';
import type { Call } from './call.ts';

export type ServiceName = 'Publisher' | 'Subscriber' | 'SchemaService' | 'IAMPolicy';

/** The full names of the services. */
export const SERVICES: Readonly<Record<ServiceName, string>> = {
  Publisher: 'google.pubsub.v1.Publisher',
  Subscriber: 'google.pubsub.v1.Subscriber',
  SchemaService: 'google.pubsub.v1.SchemaService',
  IAMPolicy: 'google.iam.v1.IAMPolicy',
};

type Raw = (hub: Hub, body: Buffer, call: Call) => Promise<Uint8Array>;

export interface Method {
  readonly service: ServiceName;
  readonly name: string;
  readonly request: string;
  readonly response: string;
  /** `VERB path`; `{field}` takes `projects/*` or `projects/*\/kind/*`; the body is the whole request unless the verb is GET or DELETE. */
  readonly rest: readonly string[];
  /** The resource is named one level down, in the first field of the message in the first field. */
  readonly nested: boolean;
  /** The field that the body of a REST call is, where it is not the whole request. */
  readonly body?: string;
  readonly run: Raw;
}

const POLICY_RESOURCES = ['topics', 'subscriptions', 'snapshots'] as const;
const EMPTY = 'google.protobuf.Empty';

export const METHODS: readonly Method[] = [
  plain('Publisher', 'CreateTopic', 'Topic', 'Topic', 'PUT {name:topics}', topics.createTopic),
  plain('Publisher', 'UpdateTopic', 'UpdateTopicRequest', 'Topic', 'PATCH {topic.name:topics}', topics.updateTopic),
  raw('Publisher', 'Publish', 'PublishRequest', 'PublishResponse', 'POST {topic:topics}:publish', publish),
  plain('Publisher', 'GetTopic', 'GetTopicRequest', 'Topic', 'GET {topic:topics}', topics.getTopic),
  plain(
    'Publisher',
    'ListTopics',
    'ListTopicsRequest',
    'ListTopicsResponse',
    'GET {project}/topics',
    topics.listTopics,
  ),
  plain(
    'Publisher',
    'ListTopicSubscriptions',
    'ListTopicSubscriptionsRequest',
    'ListTopicSubscriptionsResponse',
    'GET {topic:topics}/subscriptions',
    topics.listTopicSubscriptions,
  ),
  plain(
    'Publisher',
    'ListTopicSnapshots',
    'ListTopicSnapshotsRequest',
    'ListTopicSnapshotsResponse',
    'GET {topic:topics}/snapshots',
    topics.listTopicSnapshots,
  ),
  plain('Publisher', 'DeleteTopic', 'DeleteTopicRequest', EMPTY, 'DELETE {topic:topics}', topics.deleteTopic),
  plain(
    'Publisher',
    'DetachSubscription',
    'DetachSubscriptionRequest',
    'DetachSubscriptionResponse',
    'POST {subscription:subscriptions}:detach',
    subscriptions.detachSubscription,
  ),
  plain(
    'Subscriber',
    'CreateSubscription',
    'Subscription',
    'Subscription',
    'PUT {name:subscriptions}',
    subscriptions.createSubscription,
  ),
  plain(
    'Subscriber',
    'GetSubscription',
    'GetSubscriptionRequest',
    'Subscription',
    'GET {subscription:subscriptions}',
    subscriptions.getSubscription,
  ),
  plain(
    'Subscriber',
    'UpdateSubscription',
    'UpdateSubscriptionRequest',
    'Subscription',
    'PATCH {subscription.name:subscriptions}',
    subscriptions.updateSubscription,
  ),
  plain(
    'Subscriber',
    'ListSubscriptions',
    'ListSubscriptionsRequest',
    'ListSubscriptionsResponse',
    'GET {project}/subscriptions',
    subscriptions.listSubscriptions,
  ),
  plain(
    'Subscriber',
    'DeleteSubscription',
    'DeleteSubscriptionRequest',
    EMPTY,
    'DELETE {subscription:subscriptions}',
    subscriptions.deleteSubscription,
  ),
  raw(
    'Subscriber',
    'ModifyAckDeadline',
    'ModifyAckDeadlineRequest',
    EMPTY,
    'POST {subscription:subscriptions}:modifyAckDeadline',
    modifyAckDeadline,
  ),
  raw(
    'Subscriber',
    'Acknowledge',
    'AcknowledgeRequest',
    EMPTY,
    'POST {subscription:subscriptions}:acknowledge',
    acknowledge,
  ),
  raw('Subscriber', 'Pull', 'PullRequest', 'PullResponse', 'POST {subscription:subscriptions}:pull', pull),
  plain(
    'Subscriber',
    'ModifyPushConfig',
    'ModifyPushConfigRequest',
    EMPTY,
    'POST {subscription:subscriptions}:modifyPushConfig',
    subscriptions.modifyPushConfig,
  ),
  plain(
    'Subscriber',
    'GetSnapshot',
    'GetSnapshotRequest',
    'Snapshot',
    'GET {snapshot:snapshots}',
    snapshots.getSnapshot,
  ),
  plain(
    'Subscriber',
    'ListSnapshots',
    'ListSnapshotsRequest',
    'ListSnapshotsResponse',
    'GET {project}/snapshots',
    snapshots.listSnapshots,
  ),
  plain(
    'Subscriber',
    'CreateSnapshot',
    'CreateSnapshotRequest',
    'Snapshot',
    'PUT {name:snapshots}',
    snapshots.createSnapshot,
  ),
  plain(
    'Subscriber',
    'UpdateSnapshot',
    'UpdateSnapshotRequest',
    'Snapshot',
    'PATCH {snapshot.name:snapshots}',
    snapshots.updateSnapshot,
  ),
  plain(
    'Subscriber',
    'DeleteSnapshot',
    'DeleteSnapshotRequest',
    EMPTY,
    'DELETE {snapshot:snapshots}',
    snapshots.deleteSnapshot,
  ),
  ...SCHEMA_METHODS.map(({ name, request, response, rest, body, handle }) => ({
    ...plain('SchemaService', name, request, response, rest, handle),
    ...(body !== undefined && { body }),
  })),
  policy('GetIamPolicy', 'Policy', 'GET', 'getIamPolicy', policies.getIamPolicy),
  policy('SetIamPolicy', 'Policy', 'POST', 'setIamPolicy', policies.setIamPolicy),
  policy('TestIamPermissions', 'TestIamPermissionsResponse', 'POST', 'testIamPermissions', policies.testIamPermissions),
  plain('Subscriber', 'Seek', 'SeekRequest', 'SeekResponse', 'POST {subscription:subscriptions}:seek', snapshots.seek),
];

function plain(
  service: ServiceName,
  name: string,
  request: string,
  response: string,
  rest: string,
  handle: (hub: Hub, request: Plain) => Promise<Plain>,
): Method {
  const run: Raw = async (hub, body) => encode(response, await handle(hub, decode(request, body)));
  return { service, name, request, response, rest: [rest], nested: name.startsWith('Update'), run };
}

/** The IAM methods are the same for every resource that has a policy. */
function policy(
  name: string,
  answer: string,
  verb: string,
  action: string,
  handle: (hub: Hub, request: Plain) => Promise<Plain>,
): Method {
  const method = plain('IAMPolicy', name, `google.iam.v1.${name}Request`, `google.iam.v1.${answer}`, '', handle);
  return { ...method, rest: POLICY_RESOURCES.map((kind) => `${verb} {resource:${kind}}:${action}`) };
}

function raw(service: ServiceName, name: string, request: string, response: string, rest: string, run: Raw): Method {
  const checked: Raw = async (hub, body, call) => {
    try {
      return await run(hub, body, call);
    } catch (error) {
      throw error instanceof WireError ? malformed(request, error) : error;
    }
  };
  return { service, name, request, response, rest: [rest], nested: false, run: checked };
}
