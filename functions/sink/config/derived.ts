/** The values of a route that depend on its mode, for the command that explains a config file. */

import { valueAt } from '@penstock/shared/config/path.ts';
import type { Mode } from './file.ts';
import { LIMITS } from './resolve.ts';
import { ONLY_WITH } from './rules.ts';

type Path = readonly (string | number)[];

/** Undefined for a path that names no such value, or one that means nothing in the mode. */
export function derivedValue(
  file: unknown,
  path: Path,
): { readonly value: unknown; readonly from: string } | undefined {
  const [root, at, key] = path;
  if (root !== 'routes' || path.length !== 3) return undefined;
  const mode = (valueAt(file, ['routes', at as number, 'mode']) ?? 'STREAMING_INSERTS') as Mode;
  const value = valuesOf(mode)[key as string];
  const modes = ONLY_WITH[key as keyof typeof ONLY_WITH];
  if (value === undefined || modes?.includes(mode) === false) return undefined;
  return { value, from: `default of ${mode}` };
}

function valuesOf(mode: Mode): Readonly<Record<string, unknown>> {
  const { maxRows, maxBytes, maxAgeMs } = LIMITS[mode];
  return { maxRows, maxBytes: `${maxBytes}B`, maxDelay: `${maxAgeMs}ms`, connections: 1, insertIds: true };
}
