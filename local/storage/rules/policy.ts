/** An IAM policy as a caller sets it. Pure. It is kept as it is, so what is not a policy is refused. */

import { isObject, type JsonObject } from '../api/body.ts';
import { invalid } from '../api/errors.ts';
import type { Binding, Policy } from '../state/model.ts';

const MAX_BINDINGS = 1500;

export function readPolicy(resource: JsonObject): Policy {
  const { bindings = [], version = 1 } = resource;
  if (version !== 0 && version !== 1 && version !== 3) throw invalid('The version of a policy is 0, 1 or 3.');
  if (!Array.isArray(bindings)) throw invalid('Invalid value for bindings: expected a list.');
  if (bindings.length > MAX_BINDINGS) throw invalid(`A policy has at most ${MAX_BINDINGS} bindings.`);
  const read = bindings.map(readBinding);
  if (version !== 3 && read.some(({ condition }) => condition !== undefined)) {
    throw invalid('A policy with a condition has the version 3.');
  }
  return { version: version === 0 ? 1 : version, bindings: read };
}

function readBinding(value: unknown, at: number): Binding {
  const place = `bindings[${at}]`;
  if (!isObject(value)) throw invalid(`Invalid value for ${place}: expected an object.`);
  const { role, members = [], condition } = value;
  if (
    typeof role !== 'string' ||
    !/^(?:roles|projects\/[^/]+\/roles|organizations\/[^/]+\/roles)\/[\w.]+$/.test(role)
  ) {
    throw invalid(`Invalid value for ${place}.role: ${JSON.stringify(role)}.`);
  }
  if (!Array.isArray(members) || !members.every((member) => typeof member === 'string' && isMember(member))) {
    throw invalid(`Invalid value for ${place}.members: expected members such as user:ada@example.com.`);
  }
  if (condition !== undefined && !isObject(condition)) throw invalid(`Invalid value for ${place}.condition.`);
  return { role, members: members as readonly string[], ...(condition === undefined ? {} : { condition }) };
}

function isMember(member: string): boolean {
  return /^(?:allUsers|allAuthenticatedUsers|[A-Za-z]+:\S{1,500}|principal(?:Set)?:\/\/\S{1,500})$/.test(member);
}
