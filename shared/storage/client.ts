/** Google's Cloud Storage client, loaded by whoever first needs it: a third of a door's start would go to it. */

import type { Storage } from '@google-cloud/storage';
import { projectOf } from '../runtime/project.ts';

export async function connectStorage(projectId: string): Promise<Storage> {
  const { Storage } = await import('@google-cloud/storage');
  return new Storage(projectOf(projectId));
}
