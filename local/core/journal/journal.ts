/**
 * An append-only file of checked records: what a service must not forget.
 *
 * Appends that arrive while a write is under way share the next write and its one `fdatasync` (group commit), so that
 * durability costs a disk flush a group and not a flush a record. Each record is `length u32 | crc32 u32 | bytes`.
 * A torn last record (the process died while writing) is cut off on open; damage before the end is an error, because
 * silently forgetting acknowledged records is the one thing a journal must not do.
 */

import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';

const HEADER_BYTES = 8;
/** Larger than any request the local cloud takes: a length above it is damage, not data. */
const MAX_RECORD_BYTES = 64 * 1024 * 1024;
const REWRITE_PIECE_BYTES = 1024 * 1024;

export class JournalDamaged extends Error {
  constructor(path: string, offset: number) {
    super(`${path} is damaged at byte ${offset}: start with --fresh to forget this state, or put the file back`);
    this.name = 'JournalDamaged';
  }
}

/** After a failed write the end of the file is unknown, and its owner may be ahead of it: it must be opened anew. */
export class JournalFailed extends Error {
  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`${path} could not be written (${reason}): nothing more is kept there until Penstock is started again`, {
      cause,
    });
    this.name = 'JournalFailed';
  }
}

interface Pending {
  readonly record: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class Journal {
  readonly #path: string;
  #file: FileHandle;
  #bytes: number;
  #pending: Pending[] = [];
  #writing: Promise<void> | undefined;
  #failure: JournalFailed | undefined;

  private constructor(path: string, file: FileHandle, bytes: number) {
    this.#path = path;
    this.#file = file;
    this.#bytes = bytes;
  }

  /** Opens or creates the file and hands every whole record to `replay` in order. */
  static async open(path: string, replay: (record: Buffer) => void): Promise<Journal> {
    const file = await open(path, 'a+');
    try {
      const bytes = await readRecords(path, file, replay);
      await file.truncate(bytes);
      return new Journal(path, file, bytes);
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** The length of the file; the owner compares it with its live state to decide when to `rewrite`. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Resolves when the record is on disk. After a failed write every append fails: the file's end is unknown. */
  append(record: Uint8Array): Promise<void> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    if (record.length > MAX_RECORD_BYTES) return Promise.reject(new RangeError(`a record of ${record.length} bytes`));
    return new Promise((resolve, reject) => {
      this.#pending.push({ record, resolve, reject });
      this.#writing ??= this.#drain();
    });
  }

  /** Replaces the whole file by `records` in one step: readers after a crash see the old file or the new one. */
  async rewrite(records: Iterable<Uint8Array>): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    const work = this.#replaceBy(records);
    const done = (): void => {
      this.#writing = this.#pending.length > 0 ? this.#drain() : undefined;
    };
    // Its failure is the caller's to hear; those who only wait for their turn must not be the ones to fall over it.
    this.#writing = work.then(done, done);
    await work;
  }

  /** Reads again, in order, every record that is on disk now: for an owner who keeps less in memory than in the file. */
  async read(replay: (record: Buffer) => void): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    const file = await open(this.#path, 'r');
    try {
      await readRecords(this.#path, file, replay);
    } finally {
      await file.close();
    }
  }

  /** Rewrites the file with those records that `keep` wants, holding no more of them in memory than a piece. */
  async filter(keep: (record: Buffer) => boolean): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    const work = this.#replaceByKept(keep);
    const done = (): void => {
      this.#writing = this.#pending.length > 0 ? this.#drain() : undefined;
    };
    this.#writing = work.then(done, done);
    await work;
  }

  async close(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    await this.#file.close();
  }

  async #replaceByKept(keep: (record: Buffer) => boolean): Promise<void> {
    await this.#replace(async (write) => {
      let held: Uint8Array[] = [];
      let size = 0;
      await readRecords(this.#path, this.#file, async (record) => {
        if (!keep(record)) return;
        held.push(...frame(record));
        size += HEADER_BYTES + record.length;
        if (size < REWRITE_PIECE_BYTES) return;
        const full = held;
        held = [];
        size = 0;
        await write(Buffer.concat(full));
      });
      if (size > 0) await write(Buffer.concat(held));
    });
  }

  async #replaceBy(records: Iterable<Uint8Array>): Promise<void> {
    await this.#replace(async (write) => {
      for (const piece of pieces(records)) await write(piece);
    });
  }

  /** Swaps in a new file once it is whole and on disk; one that failed goes, because the disk may just be full. */
  async #replace(fill: (write: (piece: Buffer) => Promise<void>) => Promise<void>): Promise<void> {
    const next = `${this.#path}.next`;
    const file = await open(next, 'w');
    let bytes = 0;
    try {
      await fill(async (piece) => {
        await file.appendFile(piece);
        bytes += piece.length;
      });
      await file.datasync();
    } catch (error) {
      await file.close();
      await rm(next, { force: true });
      throw error;
    }
    await file.close();
    await this.#swapIn(next, bytes);
  }

  async #swapIn(next: string, bytes: number): Promise<void> {
    await rename(next, this.#path);
    await syncFolder(dirname(this.#path));
    await this.#file.close();
    this.#file = await open(this.#path, 'a+');
    this.#bytes = bytes;
  }

  async #drain(): Promise<void> {
    // One turn of the event loop lets the appends of the same tick join the first group.
    await Promise.resolve();
    while (this.#pending.length > 0) {
      const group = this.#pending;
      this.#pending = [];
      try {
        const bytes = Buffer.concat(group.flatMap(({ record }) => frame(record)));
        await this.#file.appendFile(bytes);
        await this.#file.datasync();
        this.#bytes += bytes.length;
        for (const { resolve } of group) resolve();
      } catch (error) {
        const failure = new JournalFailed(this.#path, error);
        this.#failure = failure;
        for (const { reject } of [...group, ...this.#pending]) reject(failure);
        this.#pending = [];
      }
    }
    this.#writing = undefined;
  }
}

function frame(record: Uint8Array): [Buffer, Uint8Array] {
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeUInt32LE(record.length, 0);
  header.writeUInt32LE(crc32(record), 4);
  return [header, record];
}

/** Framed records gathered into writes of about a megabyte: a write a record would hold up the appends that wait. */
function* pieces(records: Iterable<Uint8Array>): Generator<Buffer> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for (const record of records) {
    held.push(...frame(record));
    bytes += HEADER_BYTES + record.length;
    if (bytes < REWRITE_PIECE_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(held);
}

/** Reads the file in large pieces and returns the length of its whole records. */
async function readRecords(
  path: string,
  file: FileHandle,
  replay: (record: Buffer) => void | Promise<void>,
): Promise<number> {
  const { size } = await file.stat();
  let offset = 0;
  let held: Buffer = Buffer.alloc(0);
  let heldFrom = 0;
  const need = async (from: number, length: number): Promise<Buffer | undefined> => {
    if (from + length > size) return undefined;
    if (from + length > heldFrom + held.length) {
      held = Buffer.alloc(Math.min(size - from, Math.max(length, 4 * 1024 * 1024)));
      heldFrom = from;
      await file.read(held, 0, held.length, from);
    }
    return held.subarray(from - heldFrom, from - heldFrom + length);
  };
  for (;;) {
    const header = await need(offset, HEADER_BYTES);
    if (header === undefined) return offset;
    const length = header.readUInt32LE(0);
    const sum = header.readUInt32LE(4);
    // A file system may have made the file longer before the power went, and never written what was to come there. An
    // empty record would look alike at the very end, and tells nothing.
    if (length === 0 && (await isZero(file, offset, size))) return offset;
    const record = length <= MAX_RECORD_BYTES ? await need(offset + HEADER_BYTES, length) : undefined;
    if (record === undefined || crc32(record) !== sum) {
      // A torn write can only be the last thing in the file; whatever follows a bad record was once acknowledged.
      // Nor does a write that stops half-way leave a length that was never written: where a whole record lies behind
      // this one, it is not the file that ends too early but the length that is wrong.
      const torn = length <= MAX_RECORD_BYTES && offset + HEADER_BYTES + length >= size;
      if (torn && !(await hasRecordIn(file, offset + 1, size))) return offset;
      throw new JournalDamaged(path, offset);
    }
    const taken = replay(Buffer.from(record));
    if (taken !== undefined) await taken;
    offset += HEADER_BYTES + length;
  }
}

/** The most bytes that are checked to find a record in a torn end, so that no file can hold up the start. */
const MAX_SEARCHED_BYTES = 256 * 1024 * 1024;

async function isZero(file: FileHandle, from: number, to: number): Promise<boolean> {
  const piece = Buffer.alloc(Math.min(to - from, REWRITE_PIECE_BYTES));
  for (let at = from; at < to; at += piece.length) {
    const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, to - at), at);
    if (piece.subarray(0, bytesRead).some((byte) => byte !== 0)) return false;
  }
  return true;
}

async function hasRecordIn(file: FileHandle, from: number, to: number): Promise<boolean> {
  const tail = Buffer.alloc(to - from);
  await file.read(tail, 0, tail.length, from);
  let left = MAX_SEARCHED_BYTES;
  for (let at = 0; at + HEADER_BYTES < tail.length && left > 0; at += 1) {
    const length = tail.readUInt32LE(at);
    // An empty record is eight zeros, which other bytes may hold as well.
    if (length === 0 || at + HEADER_BYTES + length > tail.length) continue;
    left -= length;
    const record = tail.subarray(at + HEADER_BYTES, at + HEADER_BYTES + length);
    if (crc32(record) === tail.readUInt32LE(at + 4)) return true;
  }
  return false;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
