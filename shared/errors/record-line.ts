/** An error record as a line of JSON, for objects in Cloud Storage: `{"attributes":{…},"data":"base64"}`. */

import { readJsonObject } from '../events/json.ts';
import type { PubsubMessage } from '../pubsub/attributes.ts';
import { PenstockError } from '../runtime/errors.ts';
import { isJsonObject } from '../runtime/json-object.ts';

/** With its final line feed. */
export function recordLine({ data, attributes }: PubsubMessage): string {
  return `${JSON.stringify({ attributes, data: data.toString('base64') })}\n`;
}

/** Throws INPUT_MALFORMED. */
export function readRecordLine(line: Uint8Array): PubsubMessage {
  try {
    const { attributes, data } = readJsonObject(line);
    const isRecord = isJsonObject(attributes) && Object.values(attributes).every((value) => typeof value === 'string');
    if (!isRecord || typeof data !== 'string') throw new Error('attributes or data are missing');
    return { attributes: attributes as Readonly<Record<string, string>>, data: Buffer.from(data, 'base64') };
  } catch (cause) {
    throw new PenstockError('INPUT_MALFORMED', 'The line holds no error record', { cause });
  }
}
