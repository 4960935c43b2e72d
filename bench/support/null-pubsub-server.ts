/**
 * A Pub/Sub server that keeps nothing, a process of its own: StreamingPull from a ring of responses that were encoded once, flow control
 * obeyed, every acknowledgement checked, what is given back delivered again; Publish answered at once. On bare HTTP/2, as
 * `null-write-server.ts`.
 *
 * Started with a JSON argument; sends `{ port }`. Any message is answered with what has happened since the last, and with the sums of
 * all; `{ rate }` sets the pace from then on (0: as fast as it is taken, below: nothing new).
 */

import * as http2 from 'node:http2';
import type { AddressInfo } from 'node:net';
import { invalidOf, messageOf } from './sink-messages.ts';

interface Settings {
  /** The number of invalid messages in 100. */
  readonly invalid: number;
}

const A_RESPONSE = 100;
const SLOTS = 600;
const ACK_ID_BYTES = 180;
const WINDOW = 16 * 1024 * 1024;
const EMPTY = Buffer.alloc(5);
const PREFIX = 5;
/** The field of a publish time. */
const TIME_BYTES = 8;

interface Stream {
  readonly stream: http2.ServerHttp2Stream;
  max: number;
  out: number;
  writing: number;
}

const settings = JSON.parse(process.argv[2] ?? '{"invalid":0}') as Settings;
/** The bytes of each message within its response, and of its id within the response. */
const places = new Int32Array(SLOTS * A_RESPONSE * 3);
const ID_DIGITS = 16;
const ring = Array.from({ length: SLOTS }, (_, slot) => responseOf(slot));
const left = new Int32Array(SLOTS);
const dueAt = new Float64Array(SLOTS);
const owners = new Array<Stream | undefined>(SLOTS);
const free = Array.from({ length: SLOTS }, (_, index) => SLOTS - 1 - index);
const streams = new Set<Stream>();
let stats = { sent: 0, acked: 0, returned: 0, published: 0, wrong: 0, latencies: [] as number[] };
let rate = 0;
let next = 0;
/** When each response that flow control holds back was due. */
const waiting: number[] = [];
/** Messages that were given back, by slot and place. */
const again: (readonly [slot: number, at: number])[] = [];
const total = { acked: 0, published: 0 };
let serial = 0;

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest & 127) | 128);
  bytes.push(rest);
  return Buffer.from(bytes);
}

function field(number: number, bytes: Buffer | string): Buffer {
  const content = Buffer.from(bytes as string);
  return Buffer.concat([varint(number * 8 + 2), varint(content.length), content]);
}

function responseOf(slot: number): Buffer {
  let start = 0;
  const messages = Array.from({ length: A_RESPONSE }, (_, at) => {
    const index = slot * A_RESPONSE + at;
    const data = index % 100 < settings.invalid ? invalidOf(index) : messageOf(index);
    const attributes = {
      issue_id: `INC-${String(index).padStart(20, '0')}`,
      source: 'manual-api',
      schema_version: '1',
    };
    const time = field(4, Buffer.concat([Buffer.from([8]), varint(1_770_000_000 + slot)]));
    if (time.length !== TIME_BYTES) throw new Error(`a time of ${time.length} bytes`);
    const message = Buffer.concat([
      field(1, data),
      ...Object.entries(attributes).map(([key, value]) => field(2, Buffer.concat([field(1, key), field(2, value)]))),
      field(3, String(1e15 + index)),
      time,
    ]);
    const ackId = `${String(slot).padStart(6, '0')}${String(at).padStart(4, '0')}`.padEnd(
      ACK_ID_BYTES,
      'RUFeQBJMJAxESVMr',
    );
    const whole = field(1, Buffer.concat([field(1, ackId), field(2, message)]));
    // The id stands before the time, whose field takes eight bytes.
    places.set([start, whole.length, whole.length - TIME_BYTES - ID_DIGITS], (slot * A_RESPONSE + at) * 3);
    start += whole.length;
    return whole;
  });
  const body = Buffer.concat(messages);
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(body.length, 1);
  return Buffer.concat([prefix, body]);
}

function settled(bytes: Buffer, at: number): void {
  const slot = Number(bytes.toString('latin1', at, at + 6));
  const owner = owners[slot];
  if (owner === undefined || (left[slot] as number) <= 0) {
    stats.wrong += 1;
    return;
  }
  stats.acked += 1;
  total.acked += 1;
  if (rate > 0) stats.latencies.push(performance.now() - (dueAt[slot] as number));
  owner.out -= 1;
  left[slot] = (left[slot] as number) - 1;
  if (left[slot] === 0) free.push(slot);
}

/** A message that is given back is delivered again, with the same id. */
function givenBack(bytes: Buffer, at: number): void {
  const slot = Number(bytes.toString('latin1', at, at + 6));
  const owner = owners[slot];
  if (owner === undefined) return;
  stats.returned += 1;
  owner.out -= 1;
  again.push([slot, Number(bytes.toString('latin1', at + 6, at + 10))]);
}

function sendAgain(to: Stream): void {
  const some = again.splice(0, Math.min(A_RESPONSE, to.max - to.out));
  const parts = some.map(([slot, at]) => {
    const [start, length] = places.subarray((slot * A_RESPONSE + at) * 3) as unknown as [number, number];
    return (ring[slot] as Buffer).subarray(PREFIX + start, PREFIX + start + length);
  });
  for (const [slot] of some) owners[slot] = to;
  to.out += some.length;
  write(to, framed(Buffer.concat(parts)));
}

/** Every delivery of another message has another id. */
function number(slot: number): Buffer {
  const response = ring[slot] as Buffer;
  for (let at = 0; at < A_RESPONSE; at += 1) {
    const place = (slot * A_RESPONSE + at) * 3;
    serial += 1;
    response.write(String(1e15 + serial), PREFIX + (places[place] as number) + (places[place + 2] as number), 'latin1');
  }
  return response;
}

function write(to: Stream, bytes: Buffer): void {
  to.writing += 1;
  to.stream.write(bytes, () => {
    to.writing -= 1;
    pump(to);
  });
}

function eachField(bytes: Buffer, on: (number: number, value: number, at: number) => void): void {
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at++] as number;
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    on(tag >>> 3, value, at);
    if ((tag & 7) === 2) at += value;
  }
}

function requests(onRequest: (bytes: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length >= 5 + rest.readUInt32BE(1)) {
      const end = 5 + rest.readUInt32BE(1);
      onRequest(rest.subarray(5, end));
      rest = rest.subarray(end);
    }
  };
}

function send(to: Stream, due: number): boolean {
  const slot = free.pop();
  if (slot === undefined) return false;
  left[slot] = A_RESPONSE;
  owners[slot] = to;
  dueAt[slot] = due;
  to.out += A_RESPONSE;
  stats.sent += A_RESPONSE;
  write(to, number(slot));
  return true;
}

function pump(to: Stream): void {
  while (to.writing < 6 && again.length > 0 && to.out < to.max) sendAgain(to);
  while (to.writing < 6 && to.out + A_RESPONSE <= to.max) {
    if (rate < 0) return;
    if (rate === 0) {
      if (!send(to, 0)) return;
    } else {
      const due = waiting[0];
      if (due === undefined || !send(to, due)) return;
      waiting.shift();
    }
  }
}

function pace(): void {
  const now = performance.now();
  if (rate > 0 && streams.size > 0) {
    if (next === 0) next = now;
    for (; next <= now; next += (A_RESPONSE / rate) * 1_000) waiting.push(next);
    for (const stream of streams) pump(stream);
  }
  setTimeout(pace, 1);
}

function pulling(stream: http2.ServerHttp2Stream): void {
  const state: Stream = { stream, max: Number.POSITIVE_INFINITY, out: 0, writing: 0 };
  stream.on('close', () => streams.delete(state));
  stream.on('end', () => stream.end());
  stream.on(
    'data',
    requests((bytes) => {
      eachField(bytes, (number, value) => {
        if (number === 7 && value > 0) state.max = value;
      });
      streams.add(state);
      pump(state);
    }),
  );
}

function unary(path: string, stream: http2.ServerHttp2Stream): void {
  stream.on(
    'data',
    requests((bytes) => {
      let ids = 0;
      let deadline = 0;
      eachField(bytes, (field, value) => {
        if (field === 3) deadline = value;
      });
      eachField(bytes, (number, value, at) => {
        if (path.endsWith('/Acknowledge') && number === 2) settled(bytes, at);
        if (path.endsWith('/ModifyAckDeadline') && number === 4 && deadline === 0) givenBack(bytes, at);
        if (path.endsWith('/Publish') && number === 2) ids += value > 0 ? 1 : 0;
      });
      stats.published += ids;
      total.published += ids;
      stream.end(ids === 0 ? EMPTY : framed(Buffer.concat(Array.from({ length: ids }, () => field(1, '1')))));
      for (const one of streams) pump(one);
    }),
  );
}

function framed(body: Buffer): Buffer {
  const prefix = Buffer.alloc(5);
  prefix.writeUInt32BE(body.length, 1);
  return Buffer.concat([prefix, body]);
}

const server = http2.createServer({ settings: { initialWindowSize: WINDOW, maxConcurrentStreams: 1_000 } });
server.on('session', (session) => session.setLocalWindowSize(WINDOW));
server.on('stream', (stream, headers) => {
  stream.on('error', () => undefined);
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  const path = String(headers[':path']);
  if (path.endsWith('/StreamingPull')) pulling(stream);
  else unary(path, stream);
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('message', (asked: { rate?: number }) => {
  if (asked.rate !== undefined) {
    rate = asked.rate;
    next = 0;
    waiting.length = 0;
    for (const stream of streams) pump(stream);
  }
  const sorted = Float64Array.from(stats.latencies).sort();
  const at = (share: number): number => Math.round((sorted[Math.floor(sorted.length * share)] ?? 0) * 10) / 10;
  const { latencies: _latencies, ...counts } = stats;
  const out = [...streams].reduce((sum, one) => sum + one.out, again.length);
  process.send?.({ ...counts, total, out, backlog: waiting.length * A_RESPONSE, p50: at(0.5), p99: at(0.99) });
  stats = { sent: 0, acked: 0, returned: 0, published: 0, wrong: 0, latencies: [] };
});
process.on('disconnect', () => process.exit(0));
pace();
