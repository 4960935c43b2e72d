/** A byte stream as lines with their positions, in batches so that a million lines cost no million promises. */

export interface Line {
  /** Bytes before the line in the (unpacked) file. */
  readonly position: number;
  /** Undefined where the bytes are not UTF-8. */
  readonly text: string | undefined;
  readonly tooLong: boolean;
}

const NEWLINE = 0x0a;
const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Bytes that are not UTF-8 become U+FFFD, as BigQuery reads CSV. */
const FORGIVING = new TextDecoder('utf-8', { ignoreBOM: true });

export async function* lines(
  chunks: AsyncIterable<Buffer>,
  maxBytes: number,
  utf8: 'strict' | 'forgiving' = 'strict',
): AsyncGenerator<readonly Line[]> {
  const decoder = utf8 === 'strict' ? STRICT : FORGIVING;
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  let position = 0;
  let tooLong = false;
  const take = (tail: Buffer, newline: number): Line => {
    const length = pendingBytes + tail.length;
    const line =
      tooLong || length > maxBytes ? { position, text: '', tooLong: true } : lineOf(decoder, pending, tail, position);
    position += length + newline;
    pending = [];
    pendingBytes = 0;
    tooLong = false;
    return line;
  };
  for await (const chunk of chunks) {
    const batch: Line[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      batch.push(take(chunk.subarray(start, end), 1));
      start = end + 1;
    }
    if (start < chunk.length) {
      const rest = chunk.subarray(start);
      pendingBytes += rest.length;
      // A line past the limit is counted, not kept.
      if (pendingBytes > maxBytes) {
        tooLong = true;
        pending = [];
      } else pending.push(rest);
    }
    if (batch.length > 0) yield batch;
  }
  if (pendingBytes > 0) yield [take(Buffer.alloc(0), 0)];
}

function lineOf(
  decoder: Pick<typeof STRICT, 'decode'>,
  pending: readonly Buffer[],
  tail: Buffer,
  position: number,
): Line {
  const bytes = pending.length === 0 ? tail : Buffer.concat([...pending, tail]);
  try {
    const text = decoder.decode(bytes);
    // A byte order mark may begin the file.
    return { position, text: position === 0 && text.startsWith('\uFEFF') ? text.slice(1) : text, tooLong: false };
  } catch {
    return { position, text: undefined, tooLong: false };
  }
}
