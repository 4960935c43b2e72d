/**
 * The resources of a REST API: those of the set-up, which are as it says at each start, and those that a method made or
 * changed, which are on disk before they are answered.
 */

import { StatusError } from './codes.ts';
import { readIfThere, replaceFile } from './json-file.ts';
import { oneByOne } from './one-by-one.ts';

export interface Named {
  readonly name: string;
}

export interface KeptOptions<R extends Named> {
  /** Undefined keeps them in memory. */
  readonly file: string | undefined;
  /** Makes a resource take effect: it is new, or another one now. */
  readonly apply: (resource: R) => void;
  readonly remove: (name: string) => void | Promise<void>;
  readonly notFound: (name: string) => string;
  readonly exists: (name: string) => string;
}

export class KeptResources<R extends Named> {
  readonly #options: KeptOptions<R>;
  readonly #resources = new Map<string, R>();
  readonly #ofSetup = new Set<string>();
  readonly #inTurn = oneByOne();

  constructor(options: KeptOptions<R>) {
    this.#options = options;
  }

  async open(ofSetup: readonly R[]): Promise<void> {
    for (const resource of ofSetup) {
      this.#ofSetup.add(resource.name);
      this.#resources.set(resource.name, resource);
    }
    const { file, apply } = this.#options;
    const text = file === undefined ? undefined : await readIfThere(file);
    const kept = text === undefined ? [] : (JSON.parse(text) as { readonly resources: readonly R[] }).resources;
    for (const resource of kept) {
      if (this.#ofSetup.has(resource.name)) continue;
      this.#resources.set(resource.name, resource);
      apply(resource);
    }
  }

  /** Those whose names begin with `prefix`, by name. */
  list(prefix: string): readonly R[] {
    return [...this.#resources.values()]
      .filter(({ name }) => name.startsWith(prefix))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  get(name: string): R {
    const found = this.#resources.get(name);
    if (found === undefined) throw new StatusError('NOT_FOUND', this.#options.notFound(name));
    return found;
  }

  has(name: string): boolean {
    return this.#resources.has(name);
  }

  create(resource: R): Promise<R> {
    return this.#inTurn(async () => {
      if (this.has(resource.name)) throw new StatusError('ALREADY_EXISTS', this.#options.exists(resource.name));
      return this.#put(resource);
    });
  }

  /** One change after the other, so that none is lost. */
  change(name: string, change: (before: R) => R): Promise<R> {
    return this.#inTurn(async () => this.#put(change(this.get(name))));
  }

  /** `check` may refuse by throwing. */
  delete(name: string, check: (before: R) => void = () => undefined): Promise<R> {
    return this.#inTurn(async () => {
      const before = this.get(name);
      check(before);
      this.#resources.delete(name);
      await this.#write(name, before);
      await this.#options.remove(name);
      return before;
    });
  }

  async #put(resource: R): Promise<R> {
    const before = this.#resources.get(resource.name);
    this.#resources.set(resource.name, resource);
    await this.#write(resource.name, before);
    this.#options.apply(resource);
    return resource;
  }

  /** Puts `before` back if the file cannot be written. */
  async #write(name: string, before: R | undefined): Promise<void> {
    const { file } = this.#options;
    if (file === undefined) return;
    const resources = [...this.#resources.values()].filter((one) => !this.#ofSetup.has(one.name));
    try {
      await replaceFile(file, `${JSON.stringify({ resources }, null, 2)}\n`);
    } catch (error) {
      if (before === undefined) this.#resources.delete(name);
      else this.#resources.set(name, before);
      throw error;
    }
  }
}

/** The project and the location of the set-up's resources. */
export interface Place {
  readonly projectId: string;
  readonly location: string;
}

/** The name under which a resource is shown: its id, with its location or project where these are not the set-up's. */
export function shortName(fullName: string, home: Place): string {
  const [, project = '', , location = '', , id = ''] = fullName.split('/');
  if (project !== home.projectId) return `${project}/${location}/${id}`;
  return location === home.location ? id : `${location}/${id}`;
}

export function fullName(collection: string, id: string, { projectId, location }: Place): string {
  return `projects/${projectId}/locations/${location}/${collection}/${id}`;
}
