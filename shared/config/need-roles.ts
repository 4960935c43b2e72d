/** The predefined roles that allow what a function needs, for the check of a deployment and for `penstock doctor`. */

import type { Need } from './door-configuration.ts';

interface Roles {
  /** They allow this use and little more, the least first. */
  readonly enough: readonly string[];
  /** They allow it among much else: a running project may have them, and a deployment gives none. */
  readonly wider: readonly string[];
}

const PUBSUB = ['roles/pubsub.editor', 'roles/pubsub.admin'];
const STORAGE = ['roles/storage.objectAdmin'];
const BIGQUERY: Roles = {
  enough: ['roles/bigquery.dataEditor'],
  wider: ['roles/bigquery.dataOwner', 'roles/bigquery.admin'],
};

const ROLES: Readonly<Record<string, Roles>> = {
  'topic publish': { enough: ['roles/pubsub.publisher'], wider: PUBSUB },
  'subscription pull': { enough: ['roles/pubsub.subscriber'], wider: PUBSUB },
  'bucket read': { enough: ['roles/storage.objectViewer', 'roles/storage.objectUser'], wider: STORAGE },
  'bucket create': { enough: ['roles/storage.objectCreator', 'roles/storage.objectUser'], wider: STORAGE },
  'bucket change': { enough: ['roles/storage.objectUser'], wider: STORAGE },
  'secret read': { enough: ['roles/secretmanager.secretAccessor'], wider: ['roles/secretmanager.admin'] },
  'table write': BIGQUERY,
  'dataset write': BIGQUERY,
};

/**
 * The roles for a need; none where no predefined role is for it.
 *
 * @example
 * rolesFor({ kind: 'topic', use: 'publish' }).enough; // ['roles/pubsub.publisher']
 */
export function rolesFor({ kind, use }: Pick<Need, 'kind' | 'use'>): Roles {
  return ROLES[`${kind} ${use}`] ?? { enough: [], wider: [] };
}
