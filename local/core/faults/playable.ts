/**
 * The methods, kinds and codes that each service can play. A rule that names another would never strike, and its author
 * would take the silence for a service that withstands it. A test compares the methods with the services' own.
 */

import type { FaultKind, FaultRule } from './faults.ts';

const COMMON: readonly FaultKind[] = ['error', 'ack-lost', 'reset', 'slow'];

interface Playable {
  readonly methods: readonly string[];
  readonly kinds: readonly FaultKind[];
  /** What an `error` may be answered with: a canonical code's name, an HTTP status, or either. */
  readonly codes: 'name' | 'status' | 'either';
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const PLAYABLE: Readonly<Record<string, Playable>> = {
  pubsub: {
    methods: words(`
      CreateTopic UpdateTopic Publish GetTopic ListTopics ListTopicSubscriptions ListTopicSnapshots DeleteTopic DetachSubscription
      CreateSubscription GetSubscription UpdateSubscription ListSubscriptions DeleteSubscription ModifyPushConfig
      Acknowledge ModifyAckDeadline Pull StreamingPull Deliver Seek
      CreateSchema GetSchema ListSchemas ListSchemaRevisions CommitSchema RollbackSchema DeleteSchemaRevision DeleteSchema
      ValidateSchema ValidateMessage CreateSnapshot GetSnapshot ListSnapshots UpdateSnapshot DeleteSnapshot GetIamPolicy SetIamPolicy TestIamPermissions`),
    kinds: [...COMMON, 'throttle', 'idle-close', 'goaway', 'half-close', 'duplicate', 'reorder'],
    codes: 'either',
  },
  storage: {
    methods: words(`
      buckets.list buckets.insert buckets.get buckets.patch buckets.update buckets.delete buckets.getStorageLayout
      buckets.getIamPolicy buckets.setIamPolicy buckets.testIamPermissions buckets.lockRetentionPolicy buckets.restore
      bucketAccessControls defaultObjectAccessControls objectAccessControls folders managedFolders managedFolders.list anywhereCaches
      notifications.insert notifications.list notifications.get notifications.delete notifications.deliver
      objects.list objects.insert objects.insert.resume objects.insert.cancel objects.get objects.patch objects.update objects.delete
      objects.compose objects.copy objects.rewrite objects.move objects.restore objects.bulkRestore objects.watchAll
      objects.getIamPolicy projects.serviceAccount.get projects.hmacKeys`),
    kinds: [...COMMON, 'throttle', 'idle-close', 'duplicate', 'reorder'],
    codes: 'status',
  },
  bigquery: {
    methods: words(`
      projects.list projects.getServiceAccount
      datasets.list datasets.insert datasets.get datasets.patch datasets.update datasets.delete datasets.undelete
      tables.list tables.insert tables.get tables.patch tables.update tables.delete
      tables.getIamPolicy tables.setIamPolicy tables.testIamPermissions
      tabledata.insertAll tabledata.list rowAccessPolicies.list
      routines.list routines.get routines.delete routines.insert routines.update models.list models.get
      jobs.list jobs.insert jobs.get jobs.cancel jobs.delete jobs.query jobs.getQueryResults jobs.run`),
    kinds: [...COMMON, 'throttle'],
    codes: 'status',
  },
  'bigquery-storage': {
    methods: words(`
      AppendRows CreateWriteStream GetWriteStream FinalizeWriteStream FlushRows BatchCommitWriteStreams
      CreateReadSession ReadRows SplitReadStream`),
    kinds: [...COMMON, 'throttle', 'stale', 'idle-close', 'goaway', 'half-close'],
    codes: 'name',
  },
  eventarc: {
    methods: words(`
      deliver emit ListTriggers CreateTrigger GetTrigger UpdateTrigger DeleteTrigger ListOperations GetOperation DeleteOperation
      CancelOperation ListProviders GetProvider ListLocations GetLocation`),
    kinds: [...COMMON, 'duplicate', 'reorder'],
    codes: 'either',
  },
  scheduler: {
    methods: words(`
      run ListJobs CreateJob GetJob UpdateJob DeleteJob PauseJob ResumeJob RunJob ListLocations GetLocation`),
    kinds: COMMON,
    codes: 'either',
  },
  secrets: {
    methods: words(`
      AccessSecretVersion GetSecretVersion ListSecretVersions AddSecretVersion
      DisableSecretVersion EnableSecretVersion DestroySecretVersion
      ListLocations GetLocation GetSecret ListSecrets CreateSecret UpdateSecret DeleteSecret GetIamPolicy SetIamPolicy TestIamPermissions`),
    kinds: ['error', 'slow', 'throttle'],
    codes: 'name',
  },
  firestore: {
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    kinds: [...COMMON, 'throttle'],
    codes: 'either',
  },
};

/** The reasons that the work of a job can end with, beside a status. */
const JOB_REASONS = ['backendError', 'internalError', 'quotaExceeded'];

/** google.rpc.Code, without OK. */
const CODE_NAMES = words(`
  CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED
  FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED`);

/** The reason that a rule could never strike as it says; undefined where it can. Its service must be one of `PLAYABLE`. */
export function problemOf({ service, method, kind, code }: FaultRule): string | undefined {
  const { methods, kinds, codes } = PLAYABLE[service] as Playable;
  if (method !== '*' && !methods.includes(method))
    return `method ${method} is not one of ${service}; these are: ${methods.join(', ')}, and * for any`;
  if (!kinds.includes(kind)) return `${service} does not play ${kind}; it plays ${kinds.join(', ')}`;
  if (code === undefined) return undefined;
  if (service === 'bigquery' && kind === 'throttle') return quotaProblem(code);
  if (method === 'jobs.run' && JOB_REASONS.includes(String(code))) return undefined;
  if (kind !== 'error') return `code goes with the kind error only, not with ${kind}`;
  const isName = CODE_NAMES.includes(String(code)) || (Number(code) >= 1 && Number(code) <= 16);
  const isStatus = Number(code) >= 400 && Number(code) <= 599;
  if ((codes !== 'status' && isName) || (codes !== 'name' && isStatus)) return undefined;
  if (method === 'jobs.run')
    return `code ${code} is not known; for jobs.run it must be one of ${JOB_REASONS.join(', ')}`;
  const known = { name: `one of ${CODE_NAMES.join(', ')}`, status: 'an HTTP status from 400 to 599' };
  const allowed = codes === 'either' ? `${known.status}, or ${known.name}` : known[codes];
  return `code ${code} is not known; for ${service} it must be ${allowed}`;
}

function quotaProblem(code: string | number): string | undefined {
  return code === 'quotaExceeded' || code === 'rateLimitExceeded'
    ? undefined
    : `code ${code} is not known; for the kind throttle it must be quotaExceeded or rateLimitExceeded`;
}
