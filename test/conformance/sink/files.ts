/** The committed files of vectors, as they must read now. */

import { changes, mixed } from './cases/changes.ts';
import { formats } from './cases/formats.ts';
import { payloads } from './cases/payloads.ts';
import { records } from './cases/records.ts';
import { dropping, routing } from './cases/routing.ts';
import { rows } from './cases/rows.ts';
import { values } from './cases/values.ts';
import { decide } from './decide.ts';
import type { VectorFile } from './vector.ts';

export const VECTOR_FILES: readonly VectorFile[] = [
  routing,
  dropping,
  formats,
  payloads,
  values,
  rows,
  changes,
  mixed,
  records,
];

/** From the root of the repository. */
export const VECTORS_FOLDER = 'deploy/dataflow/conformance';

/** The text of a file: a case a line, so that a change of an outcome is a change of a line. Padding is `<pad>` in outcomes too. */
export async function textOf(file: VectorFile): Promise<string> {
  const outcomes = await decide(file);
  const cases = file.cases.map(({ name, message }, at) => {
    const expected = JSON.stringify(outcomes[at]);
    const short = message.pad === undefined ? expected : expected.replaceAll('x'.repeat(message.pad), '<pad>');
    return `${JSON.stringify({ name, message }).slice(0, -1)},"expected":${short}}`;
  });
  const { name, about, config, tables } = file;
  const head = JSON.stringify({ name, about, config, tables }).slice(0, -1);
  return `${head},"cases":[\n${cases.join(',\n')}\n]}\n`;
}
