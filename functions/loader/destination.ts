/** The destination of a batch: the path's groups, overridden key by key by `destinationTable` of `load.json`. */

import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { compileDestinationRegex, DEFAULT_RULE, groupsByDefault, groupsByRegex } from './path-groups.ts';

export interface Destination {
  readonly projectId: string;
  readonly datasetId: string;
  /** Without a decorator. */
  readonly tableId: string;
  /** `20200102`, without its `$`. */
  readonly decorator?: string;
  readonly batch?: string;
  /** The object path up to the table: `_HISTORYDONE` is looked for there. */
  readonly tablePrefix: string;
}

export interface DestinationSettings {
  /** The service's expression; empty for the default rule. */
  readonly regex: string;
  /** Project of the destination where neither path nor configuration names one. */
  readonly storageProject: string;
}

export interface DestinationOverrides {
  readonly destinationRegex?: string;
  readonly destinationTable?: {
    readonly projectId?: string;
    readonly datasetId?: string;
    readonly tableId?: string;
  };
}

/** Throws INPUT_INVALID where path and configuration do not name a table, saying which rule was applied. */
export function resolveDestination(
  name: string,
  overrides: DestinationOverrides,
  { regex, storageProject }: DestinationSettings,
): Destination {
  const source = overrides.destinationRegex ?? regex;
  const named = overrides.destinationTable ?? {};
  const groups = source === '' ? groupsByDefault(name) : groupsByRegex(name, compiled(source));
  if (groups === undefined && (named.datasetId === undefined || named.tableId === undefined)) {
    throw noDestination(name, source, overrides.destinationRegex !== undefined);
  }
  const path = projectAndDataset(groups?.dataset, named.datasetId === undefined);
  const datasetId = named.datasetId ?? path.datasetId;
  const tableText = named.tableId ?? groups?.table;
  if (datasetId === undefined || tableText === undefined) {
    throw noDestination(name, source, overrides.destinationRegex !== undefined);
  }
  const [tableId, ownDecorator] = splitDecorator(tableText);
  const decorator = ownDecorator ?? groups?.partition?.replace(/^\$/, '') ?? dateDecorator(groups ?? {});
  return {
    projectId: named.projectId ?? path.projectId ?? storageProject,
    datasetId,
    tableId,
    ...(decorator !== undefined && { decorator }),
    ...(groups?.batch !== undefined && { batch: groups.batch }),
    tablePrefix: groups?.tablePrefix ?? name.split('/').slice(0, -1).join('/'),
  };
}

function compiled(source: string): RegExp {
  try {
    return compileDestinationRegex(source);
  } catch (error) {
    throw new PenstockError(
      'CONFIG_INVALID',
      `destinationRegex ${source} cannot be used: ${(error as Error).message}`,
      {
        cause: error,
      },
    );
  }
}

function noDestination(name: string, source: string, fromConfig: boolean): PenstockError {
  const origin = fromConfig ? 'destinationRegex of _config/load.json' : 'DESTINATION_REGEX';
  const rule = source === '' ? DEFAULT_RULE : `${origin}, ${source}`;
  return new PenstockError(
    'INPUT_INVALID',
    `${name} names no destination by the rule ${rule}. Move it, or name destinationTable in _config/load.json`,
  );
}

/** `project.dataset`, also of a domain-scoped project: `example.com:project.dataset`. */
function projectAndDataset(
  dataset: string | undefined,
  used: boolean,
): { readonly projectId?: string; readonly datasetId?: string } {
  if (dataset === undefined || !used) return {};
  const dot = dataset.lastIndexOf('.');
  return dot < 0 ? { datasetId: dataset } : { projectId: dataset.slice(0, dot), datasetId: dataset.slice(dot + 1) };
}

function splitDecorator(tableId: string): readonly [string, string | undefined] {
  const at = tableId.indexOf('$');
  return at < 0 ? [tableId, undefined] : [tableId.slice(0, at), tableId.slice(at + 1)];
}

interface DateGroups {
  readonly yyyy?: string;
  readonly mm?: string;
  readonly dd?: string;
  readonly hh?: string;
}

function dateDecorator({ yyyy, mm, dd, hh }: DateGroups): string | undefined {
  if (yyyy === undefined) return undefined;
  const parts = [mm, dd, hh];
  const known = parts.slice(0, [...parts, undefined].indexOf(undefined));
  return `${yyyy}${known.map((part) => String(part).padStart(2, '0')).join('')}`;
}
