/**
 * Which messages were planned lately. Pub/Sub delivers a message again when its acknowledgement was lost or its holder was killed;
 * then two staged files hold it, and only the first is loaded. Keys are kept for as long as the configuration says.
 */

import type { Objects } from '@penstock/shared/storage/objects.ts';
import type { SeenPart } from './load-state.ts';
import { readIfThere } from './read-if-there.ts';

export class SeenMessages {
  readonly #objects: Objects;
  readonly #bucket: string;
  /** Keyed by the file's name. They are few: one a plan. */
  readonly #parts = new Map<string, ReadonlySet<string>>();

  constructor(objects: Objects, bucket: string) {
    this.#objects = objects;
    this.#bucket = bucket;
  }

  /** Makes exactly these parts known, reading those that are not yet. */
  async load(parts: readonly SeenPart[]): Promise<void> {
    const wanted = new Set(parts.map(({ name }) => name));
    for (const name of this.#parts.keys()) if (!wanted.has(name)) this.#parts.delete(name);
    for (const part of parts) if (!this.#parts.has(part.name)) this.#parts.set(part.name, await this.#read(part));
  }

  has(key: string): boolean {
    for (const keys of this.#parts.values()) if (keys.has(key)) return true;
    return false;
  }

  /** Removed by hand or by a lifecycle rule, a part is so old that nothing of it comes again. */
  async #read({ name, generation }: SeenPart): Promise<ReadonlySet<string>> {
    const bytes = await readIfThere(this.#objects, this.#bucket, name, generation);
    return new Set(bytes?.toString('utf8').split('\n'));
  }
}

/** The parts still needed, the newest first kept where there are too many keys, and those that can go. */
export function agedParts(
  parts: readonly SeenPart[],
  { nowMs, keepMs, mostKeys }: { readonly nowMs: number; readonly keepMs: number; readonly mostKeys: number },
): { readonly kept: readonly SeenPart[]; readonly gone: readonly SeenPart[] } {
  const kept: SeenPart[] = [];
  const gone: SeenPart[] = [];
  let keys = 0;
  for (const part of [...parts].reverse()) {
    keys += part.count;
    if (part.atMs + keepMs < nowMs || keys > mostKeys) gone.push(part);
    else kept.unshift(part);
  }
  return { kept, gone };
}
