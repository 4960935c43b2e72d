/**
 * The manifest pins a batch's files: name, generation and size, one JSON line each, written once beside the ledger. It
 * is written and read as a stream, so that a batch of a million files needs no more memory than one of ten.
 */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { type ActionNames, dataFileTest, FormatVote, type ListedFile } from './data-files.ts';
import { PartCutter, type PartLimits, type PartRange } from './split.ts';

export interface ManifestRules extends ActionNames, PartLimits {
  readonly bucket: string;
  /** The directory of the success file, with its final `/`. */
  readonly prefix: string;
  /** When the success file was written, by the service's clock. */
  readonly successMs: number;
  /** The effect on the batch of a file that is newer than the success file. */
  readonly lateFiles: 'fail' | 'load';
  /** More files than this are refused: of a transform, the URIs of an external table; of a load, what its parts hold. */
  readonly maxFiles: number;
}

export interface ManifestTotals {
  readonly files: number;
  readonly bytes: number;
  readonly parts: readonly PartRange[];
  /** Derives the format from the names of the files, for a batch without `sourceFormat`. */
  readonly format: () => string;
  /** The first file's URI: hive partitioning is derived from it. */
  readonly firstName: string;
}

export interface DatedFile extends ListedFile {
  readonly updatedMs: number;
}

const CHUNK_CHARACTERS = 64 * 1024;

/** One manifest being written: iterate `lines` to its end, then ask for `totals`. */
export class ManifestWriter {
  readonly #rules: ManifestRules;
  readonly #isData: (file: ListedFile) => boolean;
  readonly #cutter: PartCutter;
  readonly #vote = new FormatVote();
  #voteError: unknown;
  #files = 0;
  #bytes = 0;
  #firstName = '';

  constructor(rules: ManifestRules) {
    this.#rules = rules;
    this.#isData = dataFileTest(rules);
    this.#cutter = new PartCutter(rules);
  }

  async *lines(pages: AsyncIterable<readonly DatedFile[]>): AsyncGenerator<Buffer> {
    let chunk = '';
    for await (const page of pages) {
      for (const file of page) {
        if (!this.#isData(file)) continue;
        chunk += this.#line(file);
        if (chunk.length < CHUNK_CHARACTERS) continue;
        yield Buffer.from(chunk);
        chunk = '';
      }
    }
    if (this.#files === 0) {
      throw new PenstockError(
        'INPUT_INVALID',
        `gs://${this.#rules.bucket}/${this.#rules.prefix} holds no data files: empty files, names beginning with a dot and files below _config/ do not count`,
      );
    }
    if (chunk !== '') yield Buffer.from(chunk);
  }

  totals(): ManifestTotals {
    return {
      files: this.#files,
      bytes: this.#bytes,
      parts: this.#cutter.end(),
      firstName: this.#firstName,
      format: () => {
        if (this.#voteError !== undefined) throw this.#voteError;
        return this.#vote.winner;
      },
    };
  }

  #line({ name, generation, size, updatedMs }: DatedFile): string {
    const { bucket, successMs, lateFiles, maxFiles } = this.#rules;
    if (name.includes('*')) {
      throw new PenstockError(
        'INPUT_INVALID',
        `${name} has a * in its name, which BigQuery takes for a wildcard: rename the file`,
      );
    }
    if (lateFiles === 'fail' && updatedMs > successMs) {
      throw new PenstockError(
        'INPUT_INVALID',
        `${name} (generation ${generation}) was written after the success file, so the batch is not what the success file says: write the success file again when all files are there`,
      );
    }
    if (this.#files === maxFiles) {
      throw new PenstockError(
        'INPUT_TOO_LARGE',
        `gs://${bucket}/${this.#rules.prefix} holds more than ${maxFiles} files, and the external table of a transform takes no more: write fewer, larger files`,
      );
    }
    const line = `${JSON.stringify([name, generation, size])}\n`;
    this.#cutter.take(name, size, Buffer.byteLength(name) + bucket.length + 6, Buffer.byteLength(line));
    if (this.#files === 0) this.#firstName = name;
    this.#files += 1;
    this.#bytes += size;
    this.#castVote(name);
    return line;
  }

  /** Two formats are an error only where no `sourceFormat` decides, which the caller knows. */
  #castVote(name: string): void {
    if (this.#voteError !== undefined) return;
    try {
      this.#vote.take(name);
    } catch (error) {
      this.#voteError = error;
    }
  }
}

/** The files of a manifest, or of the part of it whose bytes are given. */
export async function* readManifest(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<ListedFile> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() as string;
    for (const line of lines) yield fileOf(line);
  }
}

function fileOf(line: string): ListedFile {
  const [name, generation, size] = JSON.parse(line) as [string, string, number];
  return { name, generation, size };
}

export interface FileChange {
  readonly name: string;
  readonly expected: string;
  /** Undefined where the file is gone. */
  readonly found: string | undefined;
}

/**
 * The first file that is not any more as the manifest pinned it. Both sides come in the order of the listing, so they are
 * compared in one pass without keeping either.
 */
export async function firstChange(
  manifest: AsyncIterable<ListedFile>,
  pages: AsyncIterable<readonly ListedFile[]>,
): Promise<FileChange | undefined> {
  const current = flatten(pages);
  try {
    for await (const { name, generation } of manifest) {
      let found: ListedFile | undefined;
      do {
        found = (await current.next()).value ?? undefined;
      } while (found !== undefined && found.name !== name && isBefore(found.name, name));
      if (found?.name !== name) return { name, expected: generation, found: undefined };
      if (found.generation !== generation) return { name, expected: generation, found: found.generation };
    }
    return undefined;
  } finally {
    await current.return(undefined);
  }
}

async function* flatten(pages: AsyncIterable<readonly ListedFile[]>): AsyncGenerator<ListedFile> {
  for await (const page of pages) yield* page;
}

/** Cloud Storage lists names in the order of their UTF-8 bytes, which JavaScript's `<` does not follow for all characters. */
function isBefore(one: string, other: string): boolean {
  return Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0;
}
