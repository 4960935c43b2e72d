/**
 * Cuts a batch into parts that one load job takes: at most so many bytes (15 TB) and so many URIs (10,000). A part is
 * closed before the file that would pass a limit, so none is empty and none is too large (upstream's cap by URIs was
 * inverted, and its first part could be empty). Files come sorted by name, one at a time, and are not kept.
 */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';

export interface PartLimits {
  readonly maxBytes: number;
  readonly maxUris: number;
  /** The bytes of all URIs of a part together: the request that names them must stay small enough for the API. */
  readonly maxUriBytes: number;
}

/** A run of lines of the manifest. */
export interface PartRange {
  readonly files: number;
  readonly bytes: number;
  /** First byte of the part's lines in the manifest, and the byte after its last. */
  readonly from: number;
  readonly to: number;
}

export class PartCutter {
  readonly #limits: PartLimits;
  readonly #parts: PartRange[] = [];
  #files = 0;
  #bytes = 0;
  #uriBytes = 0;
  #from = 0;
  #to = 0;

  constructor(limits: PartLimits) {
    this.#limits = limits;
  }

  /** `lineBytes` is the length of the file's line in the manifest. Throws INPUT_TOO_LARGE for a file that no job takes. */
  take(name: string, size: number, uriBytes: number, lineBytes: number): void {
    const { maxBytes, maxUris, maxUriBytes } = this.#limits;
    if (size > maxBytes) {
      throw new PenstockError(
        'INPUT_TOO_LARGE',
        `${name} has ${size} bytes, and a load job takes ${maxBytes} (MAX_BATCH_BYTES): split the file, or load it by transform SQL`,
      );
    }
    const full = this.#bytes + size > maxBytes || this.#files >= maxUris || this.#uriBytes + uriBytes > maxUriBytes;
    if (full && this.#files > 0) this.#close();
    this.#files += 1;
    this.#bytes += size;
    this.#uriBytes += uriBytes;
    this.#to += lineBytes;
  }

  /** The parts, in the files' order. */
  end(): readonly PartRange[] {
    if (this.#files > 0) this.#close();
    return this.#parts;
  }

  #close(): void {
    this.#parts.push({ files: this.#files, bytes: this.#bytes, from: this.#from, to: this.#to });
    this.#from = this.#to;
    this.#files = 0;
    this.#bytes = 0;
    this.#uriBytes = 0;
  }
}
