/** The flags of the backfill, checked together. */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { BackfillFlags } from '../commands/backfill.ts';

/** The collection to walk, by path or by id. */
export type Source = { readonly collection: string } | { readonly group: string };

export interface BackfillOptions extends BackfillFlags {
  readonly project: string;
  readonly source: Source;
  readonly dryRun: boolean;
}

/** Throws CONFIG_INVALID that says what is wrong. */
export function readSource({ collection, group }: BackfillFlags): Source {
  if ((collection === undefined) === (group === undefined)) throw invalid('Give either --collection or --group.');
  if (collection === undefined) return { group: String(group) };
  if (isCollection(collection)) return { collection };
  throw invalid(`--collection is ${collection}, which is not the path of a collection.`);
}

function invalid(message: string): PenstockError {
  return new PenstockError('CONFIG_INVALID', message);
}

function isCollection(path: string): boolean {
  const segments = path.split('/');
  // As parts of a URL, `.` and `..` would lead elsewhere.
  return segments.length % 2 === 1 && !segments.some((segment) => ['', '.', '..'].includes(segment));
}
