/** Objects of Cloud Storage: written once, read whole or in ranges, copied and deleted by generation. */

import { PenstockError } from '../runtime/errors.ts';
import type { StorageClient } from './client.ts';
import { type ListOptions, listPages } from './list.ts';
import { infoOf, type ObjectInfo, objectPath, parseBody } from './resource.ts';
import { uploadStream } from './resumable.ts';
import { type ObjectSettings, stat, upload } from './upload.ts';

export type { ObjectInfo } from './resource.ts';
export type { ObjectSettings } from './upload.ts';

export interface Created {
  readonly info: ObjectInfo;
  /** False where the object was there before; `info` is then that object's. */
  readonly created: boolean;
}

export interface CreateOptions extends ObjectSettings {
  readonly signal?: AbortSignal;
}

export interface ReadOptions {
  /** Reads that state of the object, or fails with NOT_FOUND when it was replaced. */
  readonly generation?: string;
  /** The first byte. Default 0. */
  readonly start?: number;
  /** The byte after the last one, as in `Buffer.subarray`. Default: to the end. */
  readonly end?: number;
  readonly signal?: AbortSignal;
}

export interface ObjectPlace {
  readonly bucket: string;
  readonly name: string;
}

export interface Objects {
  /** Writes the object unless there is one of that name. A write whose answer was lost is recognised as this call's own. */
  create(
    bucket: string,
    name: string,
    data: Buffer | AsyncIterable<Uint8Array>,
    options?: CreateOptions,
  ): Promise<Created>;
  /** The stored bytes: what was stored compressed stays so. Throws NOT_FOUND. */
  read(bucket: string, name: string, options?: ReadOptions): Promise<Buffer>;
  /** As `read`, in chunks. An interrupted stream goes on at its next byte, of the same generation. */
  stream(bucket: string, name: string, options?: ReadOptions): AsyncIterable<Buffer>;
  stat(bucket: string, name: string): Promise<ObjectInfo | undefined>;
  /** Throws CONFLICT where the source is no longer at the given generation. */
  copy(from: ObjectPlace & { readonly generation?: string }, to: ObjectPlace): Promise<ObjectInfo>;
  /** Deletes it, where it is still at that generation if one is given. False where it was not there. */
  delete(bucket: string, name: string, generation?: string): Promise<boolean>;
  /** Pages of at most 1,000 objects, in the order of their names. */
  list(bucket: string, options: ListOptions): AsyncIterable<readonly ObjectInfo[]>;
}

/** The number of times in a row that an interrupted stream is resumed without a byte in between. */
const RESUMES = 5;

/**
 * @example
 * const objects = createObjects(storage);
 * const { created } = await objects.create('spool', 'window/00001', Buffer.from('[]'));
 */
export function createObjects(client: StorageClient): Objects {
  const mediaCall = (bucket: string, name: string, { generation, start = 0, end, signal }: ReadOptions) => ({
    method: 'GET' as const,
    path: `${objectPath(bucket, name)}?alt=media${generation === undefined ? '' : `&generation=${generation}`}`,
    headers: {
      // Without it the service unpacks what was stored as gzip, and then ignores the range.
      'accept-encoding': 'gzip',
      ...(start === 0 && end === undefined ? {} : { range: `bytes=${start}-${end === undefined ? '' : end - 1}` }),
    },
    signal,
  });

  async function* stream(bucket: string, name: string, options: ReadOptions = {}): AsyncGenerator<Buffer> {
    const info = await stat(client, bucket, name, options.signal);
    if (info === undefined) throw new PenstockError('NOT_FOUND', `There is no object gs://${bucket}/${name}`);
    const { generation = info.info.generation, end = info.info.size } = options;
    let at = options.start ?? 0;
    for (let failures = 0; at < end; ) {
      try {
        const chunks = await client.stream(mediaCall(bucket, name, { ...options, generation, start: at, end }));
        for await (const chunk of chunks) {
          at += chunk.length;
          failures = 0;
          yield chunk;
        }
        return;
      } catch (error) {
        failures += 1;
        if (!(error instanceof PenstockError) || error.kind === 'permanent' || failures > RESUMES) throw error;
        await client.clock.sleep(100 * 2 ** failures * client.clock.random(), options.signal);
      }
    }
  }

  async function copy(from: ObjectPlace & { readonly generation?: string }, to: ObjectPlace): Promise<ObjectInfo> {
    const source = from.generation === undefined ? '' : `ifSourceGenerationMatch=${from.generation}&`;
    const target = `b/${encodeURIComponent(to.bucket)}/o/${encodeURIComponent(to.name)}`;
    const path = `${objectPath(from.bucket, from.name)}/rewriteTo/${target}?${source}`;
    const rewrite = async (token: string): Promise<Rewritten> =>
      parseBody((await client.call({ method: 'POST', path: `${path}${token}` })).body);
    // Large objects and other locations take several calls, each of which brings the token of the next.
    let answer = await rewrite('');
    while (!answer.done) answer = await rewrite(`rewriteToken=${encodeURIComponent(answer.rewriteToken)}`);
    return infoOf(answer.resource);
  }

  return {
    create: async (bucket, name, data, { signal, ...settings } = {}) => {
      const asked = { ...settings, bucket, name, signal, ifGenerationMatch: '0' };
      const result = Buffer.isBuffer(data)
        ? await upload(client, { ...asked, data })
        : await uploadStream(client, { ...asked, data });
      if (result.seen !== undefined) return { info: result.seen.info, created: result.state === 'written' };
      const message = `gs://${bucket}/${name} is neither there nor can it be created: is there such a bucket?`;
      throw new PenstockError('NOT_FOUND', message);
    },
    read: async (bucket, name, options = {}) => (await client.call(mediaCall(bucket, name, options))).body,
    stream,
    stat: async (bucket, name) => (await stat(client, bucket, name))?.info,
    copy,
    delete: async (bucket, name, generation) => {
      const condition = generation === undefined ? '' : `?ifGenerationMatch=${generation}`;
      const path = `${objectPath(bucket, name)}${condition}`;
      const { status, uncertain } = await client.call({ method: 'DELETE', path, accept: [404, 412] });
      // After a lost answer the missing object may well be the one that this call deleted.
      return status === 204 || uncertain;
    },
    list: (bucket, options) => listPages(client, bucket, options),
  };
}

type Rewritten =
  | { readonly done: true; readonly resource: unknown }
  | { readonly done: false; readonly rewriteToken: string };
