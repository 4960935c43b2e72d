/** Resource names and their rules (proto comments of `Topic.name`, `Subscription.name`, `Snapshot.name`). */

import { invalid } from '../errors.ts';

export type Kind = 'topics' | 'subscriptions' | 'snapshots' | 'schemas';

/** The topic name in a subscription whose topic was deleted. */
export const DELETED_TOPIC = '_deleted-topic_';

/** A letter, then letters, digits, dashes, underscores, periods, tildes, plus or percent signs: 3 to 255 in all. */
const ID = /^[A-Za-z][-A-Za-z0-9_.~+%]{2,254}$/;
const PROJECT = /^[^/\s]{1,128}$/;

export interface Name {
  readonly project: string;
  readonly id: string;
}

export function parseName(kind: Kind, name: string): Name {
  const parts = name.split('/');
  const [projects, project, found, id] = parts;
  if (parts.length !== 4 || projects !== 'projects' || found !== kind || !isProject(project) || !isId(id)) {
    throw badName(name);
  }
  return { project, id };
}

export function checkName(kind: Kind, name: string | undefined): string {
  parseName(kind, name ?? '');
  return name ?? '';
}

export function checkProject(name: string | undefined): string {
  const [projects, project, ...rest] = (name ?? '').split('/');
  if (projects !== 'projects' || !isProject(project) || rest.length > 0) throw badName(name ?? '');
  return project;
}

function isId(id: string | undefined): id is string {
  return id !== undefined && ID.test(id) && !id.startsWith('goog');
}

function isProject(project: string | undefined): project is string {
  return project !== undefined && PROJECT.test(project);
}

function badName(name: string) {
  return invalid(
    `Invalid resource name given (name=${name.slice(0, 300)}). Refer to https://cloud.google.com/pubsub/docs/pubsub-basics#resource_names for more information.`,
  );
}
