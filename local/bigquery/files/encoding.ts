/** CSV's other encodings made UTF-8, chunk by chunk. */

import type { CsvOptions } from './options.ts';

export async function* toUtf8(chunks: AsyncIterable<Buffer>, encoding: CsvOptions['encoding']): AsyncGenerator<Buffer> {
  const decode = decoderOf(encoding);
  for await (const chunk of chunks) {
    const text = decode(chunk, true);
    if (text !== '') yield Buffer.from(text);
  }
  const last = decode(Buffer.alloc(0), false);
  if (last !== '') yield Buffer.from(last);
}

type Decode = (chunk: Buffer, more: boolean) => string;

function decoderOf(encoding: CsvOptions['encoding']): Decode {
  if (encoding === 'latin1') return (chunk) => chunk.toString('latin1');
  if (encoding === 'utf-32be' || encoding === 'utf-32le') return utf32(encoding === 'utf-32le');
  const decoder = new TextDecoder(encoding);
  return (chunk, more) => decoder.decode(chunk, { stream: more });
}

/** Four bytes a character; what is no character becomes U+FFFD. */
function utf32(littleEndian: boolean): Decode {
  let rest = Buffer.alloc(0);
  return (chunk, more) => {
    const bytes = Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % 4);
    let text = '';
    for (let at = 0; at < whole; at += 4) {
      const point = littleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
      const isCharacter = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
      if (at > 0 || point !== 0xfeff) text += isCharacter ? String.fromCodePoint(point) : '\uFFFD';
    }
    rest = bytes.subarray(whole);
    return !more && rest.length > 0 ? `${text}\uFFFD` : text;
  };
}
