/** The schema settings of a topic: which schema, in which encoding, and the revisions that messages may have. */

import { invalid, notFound } from '../errors.ts';
import { object, type Plain, text } from '../resources/fields.ts';
import { checkName } from '../resources/names.ts';
import type { Encoding } from './form.ts';
import { DELETED_SCHEMA, type Revision, type SchemaConfig, type Schemas } from './registry.ts';

export interface SchemaSettings {
  readonly schema: string;
  readonly encoding: Encoding;
  readonly firstRevisionId?: string;
  readonly lastRevisionId?: string;
}

export function schemaSettings(plain: Plain): SchemaSettings | undefined {
  const given = object(plain, 'schemaSettings');
  if (given === undefined) return undefined;
  const [schema, first, last] = [text(given, 'schema'), text(given, 'firstRevisionId'), text(given, 'lastRevisionId')];
  if (schema !== DELETED_SCHEMA) checkName('schemas', schema);
  return {
    schema,
    encoding: encodingOf(given, 'schema_settings.encoding'),
    ...(first !== '' && { firstRevisionId: first }),
    ...(last !== '' && { lastRevisionId: last }),
  };
}

export function encodingOf(plain: Plain, name: string): Encoding {
  const { encoding } = plain;
  if (encoding !== 'JSON' && encoding !== 'BINARY') throw invalid(`Invalid ${name} given: it must be JSON or BINARY.`);
  return encoding;
}

/** Throws where the settings name what is not there. Those of a deleted schema stay as they are. */
export function checkSettings(schemas: Schemas, settings: SchemaSettings | undefined): void {
  if (settings === undefined || settings.schema === DELETED_SCHEMA) return;
  const config = schemas.get(settings.schema);
  if (config === undefined) throw notFound(settings.schema);
  if (revisionsOf(config, settings).length === 0)
    throw invalid('Invalid schema_settings given: the first revision must not be newer than the last one.');
}

/** The revisions that a message is tried against, the newest first. Throws for an id that the schema lacks. */
export function revisionsOf(
  { name, revisions }: SchemaConfig,
  { firstRevisionId, lastRevisionId }: SchemaSettings,
): readonly Revision[] {
  const placeOf = (id: string | undefined, without: number): number => {
    const place = id === undefined ? without : revisions.findIndex((revision) => revision.id === id);
    if (place < 0) throw notFound(`${name}@${id}`);
    return place;
  };
  return revisions.slice(placeOf(firstRevisionId, 0), placeOf(lastRevisionId, revisions.length - 1) + 1).reverse();
}
