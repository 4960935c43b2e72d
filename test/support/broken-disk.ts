/** A disk that takes nothing more: every write and flush of a file of node:fs/promises fails, until it is mended. */

import { type FileHandle, open } from 'node:fs/promises';
import sinon from 'sinon';

export interface BrokenDisk {
  mend(): void;
}

/** Nothing is written, or what was written is not flushed. */
export type Failure = 'appendFile' | 'datasync';

export async function breakDisk(failure: Failure): Promise<BrokenDisk> {
  const file = await open(import.meta.filename, 'r');
  const prototype = Object.getPrototypeOf(file) as FileHandle;
  await file.close();
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  const stub = sinon.stub(prototype, failure).rejects(full);
  return { mend: () => stub.restore() };
}
