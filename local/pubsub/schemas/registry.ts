/** The schemas of the service, each with its revisions. */

import type { State } from '../kept/state.ts';
import { type Form, formOf, type SchemaType } from './form.ts';

/** A schema as it is kept and journaled. */
export interface SchemaConfig {
  readonly name: string;
  readonly type: SchemaType;
  /** The oldest first; at least one. */
  readonly revisions: readonly Revision[];
}

export interface Revision {
  readonly id: string;
  readonly definition: string;
  readonly createMs: number;
}

/** The schema in the settings of a topic whose schema was deleted (proto comment of SchemaSettings.schema). */
export const DELETED_SCHEMA = '_deleted-schema_';

export class Schemas {
  readonly #configs = new Map<string, SchemaConfig>();
  /** A definition is parsed once, however many messages it is asked about. */
  readonly #forms = new WeakMap<Revision, Promise<Form>>();

  get(name: string): SchemaConfig | undefined {
    return this.#configs.get(name);
  }

  all(): readonly SchemaConfig[] {
    return [...this.#configs.values()];
  }

  put(config: SchemaConfig): void {
    this.#configs.set(config.name, config);
  }

  drop(name: string): void {
    this.#configs.delete(name);
  }

  form({ type }: SchemaConfig, revision: Revision): Promise<Form> {
    const known = this.#forms.get(revision) ?? formOf(type, revision.definition);
    this.#forms.set(revision, known);
    return known;
  }
}

/** Topics keep their settings, which then name no schema: what is published to them is refused. */
export function dropSchema(state: State, name: string): void {
  state.schemas.drop(name);
  for (const topic of state.topics.values()) {
    const { schemaSettings } = topic.config;
    if (schemaSettings?.schema !== name) continue;
    topic.config = { ...topic.config, schemaSettings: { ...schemaSettings, schema: DELETED_SCHEMA } };
  }
}
