/** google.iam.v1.IAMPolicy: policies are kept and given back, and not enforced. */

import { createHash } from 'node:crypto';
import { invalid, notFound, PubsubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { policyRecord } from '../kept/records.ts';
import { object, type Plain, text } from './fields.ts';
import type { Policy } from './shapes.ts';

export async function getIamPolicy(hub: Hub, request: Plain): Promise<Plain> {
  return shown(hub.state.policies.get(uidOf(hub, text(request, 'resource'))));
}

export async function setIamPolicy(hub: Hub, request: Plain): Promise<Plain> {
  const uid = uidOf(hub, text(request, 'resource'));
  const { etag, ...given } = object(request, 'policy') ?? {};
  const before = hub.state.policies.get(uid);
  if (etag !== undefined && Buffer.from(etag as Uint8Array).length > 0 && !etagOf(before).equals(etag as Uint8Array))
    throw new PubsubError('ABORTED', 'The policy was changed since it was read: read it again.');
  const policy = checked(given);
  hub.state.putPolicy(uid, policy);
  await hub.append(policyRecord(uid, policy));
  return shown(policy);
}

/** Every caller may do everything here. */
export async function testIamPermissions(hub: Hub, request: Plain): Promise<Plain> {
  uidOf(hub, text(request, 'resource'));
  return { permissions: request.permissions ?? [] };
}

function uidOf(hub: Hub, resource: string): number {
  const { topics, subscriptions, snapshots } = hub.state;
  const found = topics.get(resource) ?? subscriptions.get(resource) ?? snapshots.get(resource);
  if (found === undefined) throw notFound(resource);
  return found.uid;
}

function shown(policy: Policy = {}): Plain {
  return { version: 1, bindings: [], ...policy, etag: etagOf(policy) };
}

function etagOf(policy: Policy = {}): Buffer {
  return createHash('sha256').update(JSON.stringify(policy)).digest().subarray(0, 8);
}

function checked(given: Plain): Policy {
  const { bindings = [], version } = given as Policy;
  for (const [at, { role, members }] of bindings.entries()) {
    if (typeof role !== 'string' || !/^(?:roles|(?:projects|organizations)\/[^/]+\/roles)\/[\w.]+$/.test(role))
      throw invalid(`Invalid role in bindings[${at}]: ${JSON.stringify(role ?? '')}.`);
    if (!Array.isArray(members) || !members.every((member) => /^(?:all\w+|[A-Za-z]+:\S+)$/.test(String(member))))
      throw invalid(`Invalid member in bindings[${at}]: members look like user:ada@example.com.`);
  }
  return { ...(version === undefined || version === 0 ? {} : { version }), bindings };
}
