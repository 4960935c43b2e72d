/** Reads what Pub/Sub pushes, alike whether it comes directly or through Eventarc: `{message: {data, messageId, …}}`. */

export interface PushedRow {
  readonly row: Readonly<Record<string, unknown>>;
  readonly messageId: string;
}

export function parsePush(body: unknown): PushedRow | { readonly problem: string } {
  const message = isObject(body) ? body.message : undefined;
  if (!isObject(message) || typeof message.data !== 'string')
    return { problem: 'not a Pub/Sub push: message.data is missing' };
  const messageId = message.messageId ?? message.message_id;
  if (typeof messageId !== 'string') return { problem: 'not a Pub/Sub push: message.messageId is missing' };
  try {
    const row: unknown = JSON.parse(Buffer.from(message.data, 'base64').toString('utf8'));
    return isObject(row) ? { row, messageId } : { problem: 'the message is not a JSON object' };
  } catch {
    return { problem: 'the message is not JSON' };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
