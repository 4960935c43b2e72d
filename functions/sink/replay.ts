/**
 * The sink's third input: messages that stand in files of Cloud Storage, one a line, gzipped or not. They go the way of every other
 * message; what is given back is delivered again here, for there is no subscription that would.
 */

import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Clock } from '@penstock/shared/runtime/clock.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { isJsonObject } from '@penstock/shared/runtime/json-object.ts';
import type { ObjectInfo, Objects } from '@penstock/shared/storage/objects.ts';
import type { Attributes, Delivery, Input } from './message.ts';

export interface ReplayOptions {
  readonly objects: Objects;
  readonly bucket: string;
  /** An object's name, or what the names of several begin with. */
  readonly prefix: string;
  readonly flow: { deliver(delivery: Delivery): void };
  /** Messages under way at once. */
  readonly most: number;
  /** Lines that are no messages are counted and passed over; without it they end the replay. */
  readonly keepGoing: boolean;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly onProgress: (counts: ReplayCounts) => void;
}

export interface ReplayCounts {
  readonly files: number;
  readonly messages: number;
  readonly settled: number;
  /** Lines that are no messages. */
  readonly malformed: number;
}

const AGAIN_MS = 1_000;

/** Resolves when every message is settled. Stops taking lines when the signal aborts, and throws then. */
export async function replayFiles(options: ReplayOptions): Promise<ReplayCounts> {
  const replay = new Replay(options);
  return replay.run();
}

class Replay {
  readonly #options: ReplayOptions;
  #files = 0;
  #messages = 0;
  #settled = 0;
  #malformed = 0;
  #room: (() => void) | undefined;

  constructor(options: ReplayOptions) {
    this.#options = options;
  }

  async run(): Promise<ReplayCounts> {
    const { objects, bucket, prefix, signal } = this.#options;
    for await (const page of objects.list(bucket, { prefix, signal })) for (const info of page) await this.#file(info);
    if (this.#files === 0) throw new PenstockError('NOT_FOUND', `nothing is at gs://${bucket}/${prefix}`);
    await this.#below(1);
    return this.#counts;
  }

  get #counts(): ReplayCounts {
    return { files: this.#files, messages: this.#messages, settled: this.#settled, malformed: this.#malformed };
  }

  async #file(info: ObjectInfo): Promise<void> {
    const { flow, most, keepGoing, signal } = this.#options;
    const place = `gs://${info.bucket}/${info.name}`;
    const input = this.#inputOf(place);
    this.#files += 1;
    let number = 0;
    for await (const line of linesOf(
      this.#options.objects.stream(info.bucket, info.name, { generation: info.generation }),
    )) {
      number += 1;
      if (line.trim() === '') continue;
      const message = messageOf(line, `${info.name}#${info.generation}#${number}`);
      if (message === undefined) {
        this.#malformed += 1;
        if (keepGoing) continue;
        throw new PenstockError(
          'INPUT_MALFORMED',
          `${place}, line ${number}: it is no message: {"data": base64, "attributes": {…}}`,
        );
      }
      await this.#below(most);
      signal.throwIfAborted();
      this.#messages += 1;
      flow.deliver({ ...message, input });
      this.#options.onProgress(this.#counts);
    }
  }

  #inputOf(name: string): Input {
    const { flow, clock } = this.#options;
    return {
      name,
      type: 'gcs',
      settle: (delivery, settling) => {
        if (settling === 'retry' && !this.#options.signal.aborted) {
          void clock.sleep(AGAIN_MS).then(() => flow.deliver(delivery));
          return;
        }
        this.#settled += 1;
        this.#room?.();
      },
    };
  }

  /** Until fewer than so many are under way. */
  async #below(most: number): Promise<void> {
    while (this.#messages - this.#settled >= most) {
      await new Promise<void>((resolve) => {
        this.#room = resolve;
      });
    }
  }
}

/** Gzip is recognised by its first two bytes (RFC 1952), because names and content types lie. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const whole = Readable.from(
    (async function* () {
      yield first.value;
      yield* { [Symbol.asyncIterator]: () => iterator };
    })(),
  );
  const gzipped = first.value[0] === 0x1f && first.value[1] === 0x8b;
  const bytes: AsyncIterable<Buffer> = gzipped ? whole.pipe(createGunzip()) : whole;
  // The parts of a long line are joined once, at its end: joined at each chunk, its cost would grow with its square.
  let parts: Buffer[] = [];
  for await (const chunk of bytes) {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, end)]).toString('utf8');
      parts = [];
      from = end + 1;
    }
    if (from < chunk.length) parts.push(chunk.subarray(from));
  }
  if (parts.length > 0) yield Buffer.concat(parts).toString('utf8');
}

/** A message as Pub/Sub's REST API writes it, or as upstream did (docs/origins.md). */
function messageOf(line: string, id: string): Omit<Delivery, 'input'> | undefined {
  let found: unknown;
  try {
    found = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (!isJsonObject(found)) return undefined;
  const { data, payload, attributes, attributeMap, messageId, publishTime, orderingKey } = found as Readonly<
    Record<string, unknown>
  >;
  const bytes = bytesOf(data, payload);
  const given = attributes ?? attributeMap ?? {};
  if (bytes === undefined || !areTexts(given)) return undefined;
  const published = typeof publishTime === 'string' ? Date.parse(publishTime) : Number.NaN;
  return {
    data: bytes,
    attributes: given,
    messageId: typeof messageId === 'string' && messageId !== '' ? messageId : id,
    publishMs: Number.isNaN(published) ? 0 : published,
    orderingKey: typeof orderingKey === 'string' ? orderingKey : '',
    attempt: 0,
  };
}

function bytesOf(data: unknown, payload: unknown): Buffer | undefined {
  const encoded = data ?? payload;
  if (typeof encoded === 'string') {
    const bytes = Buffer.from(encoded, 'base64');
    return bytes.toString('base64').replace(/=+$/, '') === encoded.replace(/=+$/, '') ? bytes : undefined;
  }
  return typeof payload === 'object' && payload !== null ? Buffer.from(JSON.stringify(payload)) : undefined;
}

function areTexts(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');
}
