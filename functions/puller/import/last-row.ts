/** A paging that reads the last row reads it as it came; the engine of a manifest reads it after the transformations. */

import { pathOf } from '../http-source/json-path.ts';
import type { PagingConfig, RowsConfig, StepConfig } from '../http-source/source-config.ts';
import type { Findings } from './report.ts';

/** Whether the paging reads a field of the last row that a step makes, changes or takes away; reports it. */
export function readsChanged(
  paging: PagingConfig,
  { steps = [] }: RowsConfig,
  findings: Findings,
  path: string,
): boolean {
  if (paging.kind === 'none') return false;
  const value = 'value' in paging && paging.value.from === 'lastRow' ? [String(pathOf(paging.value.at)[0])] : [];
  const asked = [...JSON.stringify(paging.end).matchAll(/"row":\["((?:[^"\\]|\\.)*)"/g)].map(
    ([, key]) => key as string,
  );
  const changed = [...value, ...asked].find((key) => steps.some((step) => changes(step, key)));
  if (changed === undefined) return false;
  findings.problem(
    path,
    `${changed} of the last row is changed by a transformation before it is read, which is not carried over`,
  );
  return true;
}

function changes(step: StepConfig, key: string): boolean {
  const at = 'set' in step ? step.set : 'remove' in step ? step.remove : undefined;
  // Any other step can change every name.
  return at === undefined || pathOf(at)[0] === key;
}
