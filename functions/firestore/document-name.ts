/** A document's full name, taken apart. */

export interface DocumentName {
  /** `projects/P/databases/D/documents` */
  readonly root: string;
  readonly database: string;
  /** Below the root: `users/alice/orders/1`. */
  readonly path: string;
  readonly id: string;
  /** `users/alice/orders` */
  readonly collection: string;
  /** `orders` */
  readonly collectionId: string;
}

/**
 * Undefined if the text is not a document's name. This distinguishes a Datastore-mode entity from a document: the entity's
 * bytes decode like a document's, but without a valid name.
 */
export function parseDocumentName(name: string): DocumentName | undefined {
  const match = /^(projects\/[^/]+\/databases\/([^/]+)\/documents)\/(.+)$/s.exec(name);
  if (match === null) return undefined;
  const [, root, database, path] = match as unknown as readonly [string, string, string, string];
  const segments = path.split('/');
  if (segments.length % 2 !== 0 || segments.includes('')) return undefined;
  return {
    root,
    database,
    path,
    id: segments.at(-1) as string,
    collection: segments.slice(0, -1).join('/'),
    collectionId: segments.at(-2) as string,
  };
}
