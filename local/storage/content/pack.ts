/**
 * Small contents share a file: written at their place and flushed together (group commit), so that a thousand small
 * uploads a second do not cost a thousand files and flushes.
 */

import { type FileHandle, open } from 'node:fs/promises';

interface Pending {
  readonly bytes: Uint8Array;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class Pack {
  readonly id: number;
  readonly path: string;
  readonly #file: FileHandle;
  #end: number;
  #pending: Pending[] = [];
  #writing: Promise<void> | undefined;
  #failure: unknown;

  private constructor(id: number, path: string, file: FileHandle, size: number) {
    this.id = id;
    this.path = path;
    this.#file = file;
    this.#end = size;
  }

  /** Appends after the bytes that the file holds; a torn end has no reference and stays as waste. */
  static async open(id: number, path: string): Promise<Pack> {
    const file = await open(path, 'a+');
    const { size } = await file.stat();
    return new Pack(id, path, file, size);
  }

  /** Bytes so far, those not yet on disk included. */
  get size(): number {
    return this.#end;
  }

  get failed(): boolean {
    return this.#failure !== undefined;
  }

  /** Resolves with the place of the bytes when they are on disk. */
  async append(bytes: Uint8Array): Promise<number> {
    if (this.#failure !== undefined) throw this.#failure;
    const at = this.#end;
    this.#end += bytes.length;
    await new Promise<void>((resolve, reject) => {
      this.#pending.push({ bytes, resolve, reject });
      this.#writing ??= this.#drain();
    });
    return at;
  }

  async read(at: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await this.#file.read(bytes, filled, length - filled, at + filled);
      if (bytesRead === 0) throw new Error(`${this.path} ends before byte ${at + length}`);
      filled += bytesRead;
    }
    return bytes;
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
  }

  async #drain(): Promise<void> {
    await Promise.resolve();
    while (this.#pending.length > 0) {
      const group = this.#pending;
      this.#pending = [];
      try {
        const bytes = Buffer.concat(group.map((pending) => pending.bytes));
        await this.#file.appendFile(bytes);
        await this.#file.datasync();
        for (const { resolve } of group) resolve();
      } catch (error) {
        // The end of the file is unknown now. Its content stays readable, and new blobs go to another pack.
        this.#failure = error;
        for (const { reject } of [...group, ...this.#pending]) reject(error);
        this.#pending = [];
      }
    }
    this.#writing = undefined;
  }
}
