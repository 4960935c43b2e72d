/** Reads an object that another owner may have deleted. */

import type { PenstockError } from '@penstock/shared/runtime/errors.ts';
import type { Objects } from '@penstock/shared/storage/objects.ts';

/** Undefined where the object is gone, or is another one by now: a listing may show what an owner before has deleted. */
export async function readIfThere(
  objects: Objects,
  bucket: string,
  name: string,
  generation: string,
): Promise<Buffer | undefined> {
  try {
    return await objects.read(bucket, name, { generation });
  } catch (error) {
    if ((error as PenstockError).code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
