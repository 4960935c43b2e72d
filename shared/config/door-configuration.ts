/**
 * The configuration of a door as data, for `penstock config`: its environment, its files with their schemas, and the tree
 * of files that are merged. A door exports it beside its words, from `functions/<door>/commands/index.ts`.
 */

import type { Environment, Settings } from '../runtime/config.ts';
import type { Objects } from '../storage/objects.ts';
import type { ExplainedValue } from './explain.ts';
import type { ReadConfigFile } from './files.ts';
import type { ConfigProblem } from './problem.ts';

export interface DoorConfiguration {
  readonly door: string;
  readonly settings: Settings;
  /** Reads the environment, and the files that it names, as the function does at its start. */
  readonly read: (env: Environment) => unknown;
  readonly files: readonly ConfigFileKind[];
  readonly tree?: ConfigTree;
  /** The environment must be right. */
  readonly needs: (env: Environment, projectId: string) => Promise<readonly Need[]> | readonly Need[];
}

/** A kind of config file. */
export interface ConfigFileKind {
  readonly name: string;
  readonly about: string;
  /** The file with its JSON Schema. */
  readonly schema: URL;
  /** Whether a file is of this kind, by its name and its keys at the root. */
  readonly recognises: (name: string, keys: readonly string[]) => boolean;
  readonly read: (text: string | Uint8Array, name: string) => Promise<ReadConfigFile<unknown>>;
  /** The value of a key that is absent and that depends on other keys. */
  readonly derived?: (value: unknown, path: readonly (string | number)[]) => Omit<ExplainedValue, 'path'> | undefined;
}

/** Files of several levels that are merged for what lies below them. */
export interface ConfigTree {
  readonly about: string;
  /** The folder that holds the files of a level. */
  readonly folder: string;
  readonly settle: (files: TreeFiles, name: string, env: Environment) => Promise<SettledTree>;
}

/** A bucket, or a folder that is read like one. */
export interface TreeFiles {
  readonly objects: Pick<Objects, 'list' | 'read'>;
  readonly bucket: string;
  /** The name of an object as the user knows it. */
  readonly shown: (name: string) => string;
}

/** The configuration that holds for one name in the tree. */
export interface SettledTree {
  /** The problems of one file each, or of the merged values of several. */
  readonly problems: readonly ConfigProblem[];
  /** Problems that have no place in a file, in words. */
  readonly notes: readonly string[];
  readonly values: readonly ExplainedValue[];
}

/** Something that a function needs in its project, for `penstock doctor`. */
export interface Need {
  readonly kind: 'topic' | 'subscription' | 'bucket' | 'dataset' | 'table' | 'secret' | 'schedule';
  /** As the configuration names it: a topic may lack its project, a table has it (`P.d.t`). */
  readonly name: string;
  readonly use: 'publish' | 'pull' | 'read' | 'create' | 'change' | 'write' | 'call';
  /** The setting or the file that asks for it. */
  readonly because: string;
  /** Columns that rows are written to, where the configuration names them. */
  readonly columns?: readonly string[];
  /** A table whose rows are changed by key. */
  readonly keyed?: boolean;
  /** A topic whose messages are lost rows if nothing subscribes to it. */
  readonly kept?: boolean;
}
