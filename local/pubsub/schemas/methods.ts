/** google.pubsub.v1.SchemaService. */

import { randomBytes } from 'node:crypto';
import { alreadyExists, invalid, notFound, PubsubError } from '../errors.ts';
import type { Hub } from '../hub.ts';
import { schemaDropped, schemaRecord } from '../kept/records.ts';
import { object, type Plain, text } from '../resources/fields.ts';
import { checkName, checkProject } from '../resources/names.ts';
import { page } from '../resources/paging.ts';
import { type Form, formOf } from './form.ts';
import { dropSchema, type Revision, type SchemaConfig } from './registry.ts';
import { encodingOf } from './settings.ts';
import { refused } from './validate.ts';

/** "Schema revisions per schema: 20" (cloud.google.com/pubsub/quotas). */
const MAX_REVISIONS = 20;

export async function createSchema(hub: Hub, request: Plain): Promise<Plain> {
  const project = checkProject(text(request, 'parent'));
  const name = checkName('schemas', `projects/${project}/schemas/${text(request, 'schemaId')}`);
  const given = object(request, 'schema') ?? {};
  const definition = text(given, 'definition');
  await formOf(given.type, definition);
  if (hub.state.schemas.get(name) !== undefined) throw alreadyExists(name);
  const config: SchemaConfig = {
    name,
    type: given.type as SchemaConfig['type'],
    revisions: [revisionOf(hub, definition)],
  };
  await put(hub, config);
  return shown(config, newest(config), true);
}

export async function getSchema(hub: Hub, request: Plain): Promise<Plain> {
  const { config, revision } = revisionNamed(hub, text(request, 'name'));
  return shown(config, revision, request.view !== 'BASIC');
}

export async function listSchemas(hub: Hub, request: Plain): Promise<Plain> {
  const prefix = `projects/${checkProject(text(request, 'parent'))}/schemas/`;
  const mine = hub.state.schemas.all().filter(({ name }) => name.startsWith(prefix));
  const { names, ...rest } = page(
    mine.map(({ name }) => name),
    request,
  );
  const listed = names.map((name) => schemaNamed(hub, name));
  return { schemas: listed.map((config) => shown(config, newest(config), request.view === 'FULL')), ...rest };
}

/** The newest first. A page token is a place from the oldest on, which stays as it is when revisions are added. */
export async function listSchemaRevisions(hub: Hub, request: Plain): Promise<Plain> {
  const config = schemaNamed(hub, text(request, 'name'));
  // Names in ascending order are the newest first: each place counts down.
  const keys = config.revisions.map((_revision, place) => String(900_000 - place));
  const { names, ...rest } = page(keys, request);
  const revisions = names.map((key) => config.revisions[900_000 - Number(key)] as Revision);
  return { schemas: revisions.map((revision) => shown(config, revision, request.view === 'FULL')), ...rest };
}

export async function commitSchema(hub: Hub, request: Plain): Promise<Plain> {
  const name = text(request, 'name');
  const given = object(request, 'schema') ?? {};
  schemaNamed(hub, name);
  const definition = text(given, 'definition');
  await formOf(given.type, definition);
  const config = schemaNamed(hub, name);
  if (given.type !== config.type) throw invalid(`Invalid schema type: the schema ${name} has the type ${config.type}.`);
  const named = text(given, 'name');
  if (named !== '' && named !== name) throw invalid(`The name in the schema must be ${name}.`);
  return added(hub, config, definition);
}

export async function rollbackSchema(hub: Hub, request: Plain): Promise<Plain> {
  const config = schemaNamed(hub, text(request, 'name'));
  const id = text(request, 'revisionId');
  if (id === '') throw invalid('The revision_id in the request must be set.');
  return added(hub, config, revisionIn(config, id).definition);
}

export async function deleteSchemaRevision(hub: Hub, request: Plain): Promise<Plain> {
  // `revision_id` is deprecated; the name says it.
  const [name = '', inName] = text(request, 'name').split('@');
  const config = schemaNamed(hub, name);
  const id = inName ?? text(request, 'revisionId');
  if (id === '')
    throw invalid('The name in the request must name a revision: projects/{project}/schemas/{schema}@{revision}.');
  const revision = revisionIn(config, id);
  if (config.revisions.length === 1)
    throw invalid('The only revision of a schema cannot be deleted: delete the schema instead.');
  const left = { ...config, revisions: config.revisions.filter((one) => one !== revision) };
  await put(hub, left);
  return shown(left, newest(left), true);
}

export async function deleteSchema(hub: Hub, request: Plain): Promise<Plain> {
  const { name } = schemaNamed(hub, text(request, 'name'));
  dropSchema(hub.state, name);
  await hub.append(schemaDropped(name));
  return {};
}

export async function validateSchema(_hub: Hub, request: Plain): Promise<Plain> {
  checkProject(text(request, 'parent'));
  const schema = object(request, 'schema') ?? {};
  await formOf(schema.type, text(schema, 'definition'));
  return {};
}

export async function validateMessage(hub: Hub, request: Plain): Promise<Plain> {
  checkProject(text(request, 'parent'));
  const { form, type } = await formAsked(hub, request);
  const encoding = encodingOf(request, 'encoding');
  const { message } = request;
  try {
    form.read(Buffer.isBuffer(message) ? message : Buffer.alloc(0), encoding);
  } catch (error) {
    throw refused(encoding, type, `Invalid data in message: ${(error as Error).message.slice(0, 500)}.`);
  }
  return {};
}

/** A schema by its name, or one that the request brings. */
async function formAsked(
  hub: Hub,
  request: Plain,
): Promise<{ readonly form: Form; readonly type: SchemaConfig['type'] }> {
  const name = text(request, 'name');
  if (name !== '') {
    const { config, revision } = revisionNamed(hub, name);
    return { form: await hub.state.schemas.form(config, revision), type: config.type };
  }
  const schema = object(request, 'schema') ?? {};
  const form = await formOf(schema.type, text(schema, 'definition'));
  return { form, type: schema.type as SchemaConfig['type'] };
}

async function added(hub: Hub, config: SchemaConfig, definition: string): Promise<Plain> {
  if (config.revisions.length >= MAX_REVISIONS)
    throw new PubsubError(
      'RESOURCE_EXHAUSTED',
      `The schema ${config.name} has ${MAX_REVISIONS} revisions, which is the most: delete one of them first.`,
    );
  const changed = { ...config, revisions: [...config.revisions, revisionOf(hub, definition)] };
  await put(hub, changed);
  return shown(changed, newest(changed), true);
}

async function put(hub: Hub, config: SchemaConfig): Promise<void> {
  hub.state.schemas.put(config);
  await hub.append(schemaRecord(config));
}

function revisionOf(hub: Hub, definition: string): Revision {
  return { id: randomBytes(4).toString('hex'), definition, createMs: hub.now };
}

function newest({ revisions }: SchemaConfig): Revision {
  return revisions.at(-1) as Revision;
}

function schemaNamed(hub: Hub, name: string): SchemaConfig {
  const config = hub.state.schemas.get(checkName('schemas', name));
  if (config === undefined) throw notFound(name);
  return config;
}

/** `projects/P/schemas/S`, or a revision of it behind an `@`. */
function revisionNamed(hub: Hub, name: string): { readonly config: SchemaConfig; readonly revision: Revision } {
  const [schema = '', id] = name.split('@');
  const config = schemaNamed(hub, schema);
  return { config, revision: id === undefined ? newest(config) : revisionIn(config, id) };
}

function revisionIn(config: SchemaConfig, id: string): Revision {
  const revision = config.revisions.find((one) => one.id === id);
  if (revision === undefined) throw notFound(`${config.name}@${id}`);
  return revision;
}

function shown({ name, type }: SchemaConfig, { id, definition, createMs }: Revision, isFull: boolean): Plain {
  const seconds = Math.floor(createMs / 1_000);
  return {
    name,
    type,
    ...(isFull && { definition }),
    revisionId: id,
    revisionCreateTime: { seconds, nanos: Math.round((createMs - seconds * 1_000) * 1e6) },
  };
}
