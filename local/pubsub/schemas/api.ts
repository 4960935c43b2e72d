/** The methods of google.pubsub.v1.SchemaService: their types, and their REST forms (google.api.http in schema.proto). */

import type { Hub } from '../hub.ts';
import type { Plain } from '../resources/fields.ts';
import * as schemas from './methods.ts';

interface SchemaMethod {
  readonly name: string;
  readonly request: string;
  readonly response: string;
  readonly rest: string;
  readonly body?: string;
  readonly handle: (hub: Hub, request: Plain) => Promise<Plain>;
}

const EMPTY = 'google.protobuf.Empty';

export const SCHEMA_METHODS: readonly SchemaMethod[] = [
  { ...method('CreateSchema', 'Schema', 'POST {parent}/schemas', schemas.createSchema), body: 'schema' },
  method('GetSchema', 'Schema', 'GET {name:schemas}', schemas.getSchema),
  method('ListSchemas', 'ListSchemasResponse', 'GET {parent}/schemas', schemas.listSchemas),
  method(
    'ListSchemaRevisions',
    'ListSchemaRevisionsResponse',
    'GET {name:schemas}:listRevisions',
    schemas.listSchemaRevisions,
  ),
  method('CommitSchema', 'Schema', 'POST {name:schemas}:commit', schemas.commitSchema),
  method('RollbackSchema', 'Schema', 'POST {name:schemas}:rollback', schemas.rollbackSchema),
  method('DeleteSchemaRevision', 'Schema', 'DELETE {name:schemas}:deleteRevision', schemas.deleteSchemaRevision),
  method('DeleteSchema', EMPTY, 'DELETE {name:schemas}', schemas.deleteSchema),
  method('ValidateSchema', 'ValidateSchemaResponse', 'POST {parent}/schemas:validate', schemas.validateSchema),
  method(
    'ValidateMessage',
    'ValidateMessageResponse',
    'POST {parent}/schemas:validateMessage',
    schemas.validateMessage,
  ),
];

function method(name: string, response: string, rest: string, handle: SchemaMethod['handle']): SchemaMethod {
  return { name, request: `${name}Request`, response, rest, handle };
}
