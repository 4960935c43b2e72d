/** Messages and the schema of their topic, for subscriptions that write the fields into columns. */

import type { Contents } from '../backlog/message.ts';
import type { Form, FormField } from './form.ts';
import type { Schemas } from './registry.ts';
import { revisionsOf, type SchemaSettings } from './settings.ts';

/** The fields that a topic's messages may have: those of its newest revision. Undefined without a schema. */
export async function fieldsOfTopic(
  schemas: Schemas,
  settings: SchemaSettings | undefined,
): Promise<readonly FormField[] | undefined> {
  const config = settings && schemas.get(settings.schema);
  if (settings === undefined || config === undefined) return undefined;
  const [newest] = revisionsOf(config, settings);
  return newest && (await schemas.form(config, newest)).fields;
}

/** The fields of a message by the revision that it was taken under. */
export async function readByRevision(schemas: Schemas, { data, attributes }: Contents): Promise<unknown> {
  const [encoding, name, id] = ['encoding', 'name', 'revisionid'].map((part) =>
    attributes.get(`googclient_schema${part}`),
  );
  if (name === undefined) throw new Error('the message was published before its topic had a schema');
  const config = schemas.get(name);
  const revision = config?.revisions.find((one) => one.id === id);
  if (config === undefined || revision === undefined) throw new Error(`the schema ${name}@${id} was deleted`);
  const form: Form = await schemas.form(config, revision);
  return form.read(data, encoding === 'JSON' ? 'JSON' : 'BINARY');
}
