/** Checks topics and subscriptions: there, with a reader, with a dead letter, and kept for ever. */

import type { Need } from '@penstock/shared/config/door-configuration.ts';
import { type Api, errorIn } from './api.ts';
import { type Finding, reportOf } from './finding.ts';
import { type Accounts, agentFinding, roleFinding } from './roles.ts';

interface Subscription {
  readonly topic?: string;
  readonly detached?: boolean;
  readonly expirationPolicy?: { readonly ttl?: string };
  readonly deadLetterPolicy?: { readonly deadLetterTopic?: string };
  readonly pushConfig?: { readonly pushEndpoint?: string };
}

/** Google gives a subscription 31 days unless it is told otherwise, and deletes one that nothing reads for so long. */
const DELETED_TOPIC = '_deleted-topic_';

export async function checkTopic(api: Api, accounts: Accounts, need: Need, door: string): Promise<readonly Finding[]> {
  const { short, full, project } = nameIn(need.name, 'topics', api.projectId);
  const report = reportOf(`topic ${short}`, need.because);
  const answer = await api.ask('pubsub', `/v1/${full}`);
  if (answer === undefined) return [];
  if (answer.status === 404)
    return [report.wrong('it is not there', `gcloud pubsub topics create ${short} --project=${project}`)];
  if (answer.status !== 200) return [report.unknown(errorIn(answer))];
  const findings = [
    need.kept ? await unread(api, full, short, project, need.because) : undefined,
    await roleFinding(api, accounts, policyOf('topics', { need, door, full, short, project }), report),
  ].filter((finding) => finding !== undefined);
  return findings.length > 0 ? findings : [report.ok()];
}

/** The policy that gives the door its role, and the command that adds to it. */
function policyOf(
  what: 'topics' | 'subscriptions',
  {
    need,
    door,
    full,
    short,
    project,
  }: { readonly need: Need } & Readonly<Record<'door' | 'full' | 'short' | 'project', string>>,
) {
  return {
    need,
    door,
    service: 'pubsub',
    path: `/v1/${full}:getIamPolicy`,
    method: 'GET',
    command: `gcloud pubsub ${what} add-iam-policy-binding ${short} --project=${project}`,
  } as const;
}

/** A message that is published to a topic without a subscription is gone. */
async function unread(
  api: Api,
  full: string,
  short: string,
  project: string,
  because: string,
): Promise<Finding | undefined> {
  const answer = await api.ask('pubsub', `/v1/${full}/subscriptions`);
  const { subscriptions = [] } = (answer?.body ?? {}) as { readonly subscriptions?: readonly string[] };
  if (answer?.status !== 200 || subscriptions.length > 0) return undefined;
  return reportOf(`topic ${short}`, because).wrong(
    'nothing subscribes to it, so its messages are lost',
    `gcloud pubsub subscriptions create ${short}-sub --topic=${short} --expiration-period=never --project=${project}`,
  );
}

export async function checkSubscription(
  api: Api,
  accounts: Accounts,
  need: Need,
  door: string,
): Promise<readonly Finding[]> {
  const { short, full, project } = nameIn(need.name, 'subscriptions', api.projectId);
  const report = reportOf(`subscription ${short}`, need.because);
  const answer = await api.ask('pubsub', `/v1/${full}`);
  if (answer === undefined) return [];
  const make = `gcloud pubsub subscriptions create ${short} --topic=TOPIC --expiration-period=never --project=${project}`;
  if (answer.status === 404) return [report.wrong('it is not there', make)];
  if (answer.status !== 200) return [report.unknown(errorIn(answer))];
  const { topic, detached, expirationPolicy, deadLetterPolicy, pushConfig } = answer.body as Subscription;
  if (topic === DELETED_TOPIC || detached === true) {
    const again = `gcloud pubsub subscriptions delete ${short} --project=${project} && ${make}`;
    return [report.wrong('it has lost its topic, and gets no message any more', again)];
  }
  const update = `gcloud pubsub subscriptions update ${short} --project=${project}`;
  const pushed = (pushConfig?.pushEndpoint ?? '') !== '';
  const findings = [
    // Without a policy the service's own default holds; with an empty one, it never expires.
    expirationPolicy === undefined || expirationPolicy.ttl !== undefined
      ? report.wrong('it is deleted after 31 days without a reader', `${update} --expiration-period=never`)
      : undefined,
    ...(await deadLetter(
      api,
      accounts,
      deadLetterPolicy?.deadLetterTopic,
      { full, short, project, update },
      need.because,
    )),
    // A push is made by an account of its own.
    pushed
      ? undefined
      : await roleFinding(api, accounts, policyOf('subscriptions', { need, door, full, short, project }), report),
  ].filter((finding) => finding !== undefined);
  return findings.length > 0 ? findings : [report.ok()];
}

async function deadLetter(
  api: Api,
  accounts: Accounts,
  topic: string | undefined,
  { full, short, project, update }: Readonly<Record<'full' | 'short' | 'project' | 'update', string>>,
  because: string,
): Promise<readonly Finding[]> {
  const report = reportOf(`subscription ${short}`, because);
  if (topic === undefined) {
    const dead = `${short}-dead`;
    return [
      report.wrong(
        'it has no dead letter, so a message that is always refused comes for ever',
        `gcloud pubsub topics create ${dead} --project=${project} && ${update} --dead-letter-topic=${dead} --max-delivery-attempts=30`,
      ),
    ];
  }
  const name = topic.slice(topic.lastIndexOf('/') + 1);
  const answer = await api.ask('pubsub', `/v1/${topic}`);
  if (answer?.status === 404)
    return [
      report.wrong(
        `its dead letter topic ${name} is not there`,
        `gcloud pubsub topics create ${name} --project=${project}`,
      ),
    ];
  const findings = [
    await unread(api, topic, name, project, `dead letters of ${short}`),
    await agentFinding(
      api,
      accounts,
      {
        path: `/v1/${topic}:getIamPolicy`,
        role: 'roles/pubsub.publisher',
        use: `publish dead letters to ${name} of`,
        command: `gcloud pubsub topics add-iam-policy-binding ${name} --project=${project}`,
      },
      report,
    ),
    await agentFinding(
      api,
      accounts,
      {
        path: `/v1/${full}:getIamPolicy`,
        role: 'roles/pubsub.subscriber',
        use: 'take dead letters from',
        command: `gcloud pubsub subscriptions add-iam-policy-binding ${short} --project=${project}`,
      },
      report,
    ),
  ];
  return findings.filter((finding) => finding !== undefined);
}

function nameIn(name: string, collection: string, projectId: string) {
  const full = name.includes('/') ? name : `projects/${projectId}/${collection}/${name}`;
  const [, project = projectId, , short = name] = full.split('/');
  return { full, project, short };
}
