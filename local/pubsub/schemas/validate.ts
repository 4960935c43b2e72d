/** Whether published messages have the form of their topic's schema, and which revision of it. */

import { contentsOf, encodeContents } from '../backlog/message.ts';
import { PubsubError } from '../errors.ts';
import { encodePublish, type PublishRequest, parsePublish } from '../wire/publish-request.ts';
import type { Encoding } from './form.ts';
import type { Revision, SchemaConfig, Schemas } from './registry.ts';
import { revisionsOf, type SchemaSettings } from './settings.ts';

/** The request with the attributes that tell subscribers the schema, or a refusal of it as a whole. */
export async function validated(
  schemas: Schemas,
  settings: SchemaSettings,
  request: PublishRequest,
): Promise<PublishRequest> {
  const bodies: Buffer[] = [];
  for (const { start, end } of request.messages) {
    const { attributes, ...message } = contentsOf({ chunk: request.body, start, end });
    const { id } = await matching(schemas, settings, message.data);
    const marked = new Map([
      ...attributes,
      ['googclient_schemaencoding', settings.encoding],
      ['googclient_schemaname', settings.schema],
      ['googclient_schemarevisionid', id],
    ]);
    bodies.push(encodeContents({ ...message, attributes: marked }));
  }
  return parsePublish(encodePublish(request.topic, bodies));
}

/** The newest of the topic's revisions that the message has the form of. */
export async function matching(schemas: Schemas, settings: SchemaSettings, data: Buffer): Promise<Revision> {
  const config = schemas.get(settings.schema);
  if (config === undefined) throw refused(settings.encoding, 'AVRO', 'the schema of the topic was deleted');
  let last = '';
  for (const revision of revisionsOf(config, settings)) {
    const problem = await problemOf(schemas, config, revision, data, settings.encoding);
    if (problem === undefined) return revision;
    last = `Could not validate message with any schema revision for schema: ${settings.schema}, last checked revision: revision_id=${revision.id} failed with status: Invalid data in message: ${problem}.`;
  }
  throw refused(settings.encoding, config.type, last);
}

/** The reason that a message has not the form of a revision; undefined where it has. */
export async function problemOf(
  schemas: Schemas,
  config: SchemaConfig,
  revision: Revision,
  data: Buffer,
  encoding: Encoding,
): Promise<string | undefined> {
  const form = await schemas.form(config, revision);
  try {
    form.read(data, encoding);
    return undefined;
  } catch (error) {
    return (error as Error).message.slice(0, 500);
  }
}

export function refused(encoding: Encoding, type: SchemaConfig['type'], revisionInfo: string): PubsubError {
  const language = type === 'AVRO' ? 'AVRO' : 'PROTO';
  return new PubsubError('INVALID_ARGUMENT', 'Invalid data in message: Message failed schema validation.', {
    reason: `INVALID_${encoding}_${language}_MESSAGE`,
    metadata: { message: 'Message failed schema validation', revisionInfo },
  });
}
