/** The collections that hold documents; the documents themselves go through the Firestore service. */

import { answer, noSuch, type Resource } from './call.ts';
import { matcherOf, pageOf } from './page.ts';

export interface Collection {
  /** `users`, `users/alice/orders` */
  readonly path: string;
  readonly documents: number;
}

export function collectionsApi(collections: () => readonly Collection[]): Resource {
  return (call) => {
    if (call.method !== 'GET' || call.rest !== '') throw noSuch(call);
    const matches = matcherOf(call.query);
    const found = collections().filter(({ path }) => matches(path));
    answer(call, pageOf(found, call.query));
  };
}
