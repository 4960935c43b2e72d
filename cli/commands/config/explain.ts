/** `penstock config explain`: what a configuration comes to, with the origin of each value. */

import { type ExplainedValue, explainValue } from '@penstock/shared/config/explain.ts';
import { pathText } from '@penstock/shared/config/path.ts';
import { configError, placeText } from '@penstock/shared/config/problem.ts';
import { PenstockError } from '@penstock/shared/runtime/errors.ts';
import { configurationOf, type DoorName } from '../../doors.ts';
import { UsageError } from '../../usage-error.ts';
import type { ConfigCall } from './check.ts';
import { givenEnvironment } from './environment.ts';
import { allKinds, type Kind, kindOf } from './kinds.ts';
import { isConfigFile, openPlace, type Place } from './places.ts';

export async function explain(call: ConfigCall): Promise<'done'> {
  const { flags, operands } = call;
  const { place } = operands;
  if ((place === undefined) === (flags.door === undefined))
    throw new UsageError('Name a config file, a directory or a success file; or a function with --door.');
  if (flags.door !== undefined) await explainEnvironment(call, flags.door);
  else await explainPlace(call, place as string);
  return 'done';
}

async function explainEnvironment({ flags, env, print }: ConfigCall, door: DoorName): Promise<void> {
  const { settings, read } = await configurationOf(door);
  const given = await givenEnvironment(flags.envFile, env);
  const rows = Object.values(settings).map(({ variable, fallback, secret }) => {
    const text = given.env[variable] ?? '';
    if (text !== '') return { key: variable, value: secret ? 'a secret' : text, from: given.origin };
    return { key: variable, value: fallback?.shown ?? '', from: fallback === undefined ? 'missing' : 'default' };
  });
  print.table(rows, ['key', 'value', 'from']);
  // Only a whole environment means anything: what is wrong with it is said after it was shown.
  await read(given.env);
}

async function explainPlace(call: ConfigCall, text: string): Promise<void> {
  const { tree } = await configurationOf('loader');
  const place = await openPlace(text, call.clock, tree?.folder);
  try {
    const file = place.asked !== '' && !place.asked.endsWith('/') && isConfigFile(place.asked);
    if (file) await explainFile(call, place);
    else await explainTree(call, place);
  } finally {
    await place.close();
  }
}

async function explainFile(call: ConfigCall, { files, asked }: Place): Promise<void> {
  const name = files.shown(asked);
  const bytes = await files.objects.read(files.bucket, asked);
  const kind = await chosenKind(call, asked, name, bytes);
  const read = await kind.read(bytes, name);
  if ('problems' in read) throw configError(name, read.problems);
  const { value, placeOf } = read;
  const { derived } = kind;
  show(
    call,
    explainValue(kind.document, value, {
      originOf: (path) => placeText(placeOf(path)),
      ...(derived === undefined ? {} : { derived: (path) => derived(value, path) }),
    }),
  );
}

async function chosenKind({ flags }: ConfigCall, asked: string, name: string, bytes: Buffer): Promise<Kind> {
  const kinds = await allKinds();
  const kind = kinds.find((one) => one.name === flags.kind) ?? kindOf(kinds, asked, bytes.toString('utf8'));
  if (kind !== undefined) return kind;
  throw new UsageError(
    `${name} looks like none of ${kinds.map((one) => one.name).join(', ')}: say with --kind which it is.`,
  );
}

/** The merged configuration of a directory; a directory's success file need not be there. */
async function explainTree(call: ConfigCall, { files, asked }: Place): Promise<void> {
  const { tree } = await configurationOf('loader');
  const name = asked === '' || asked.endsWith('/') ? `${asked}_SUCCESS` : asked;
  const { problems, notes, values } = (await tree?.settle(files, name, call.env)) ?? EMPTY;
  if (problems.length > 0) throw configError(`The configuration of ${files.shown(name)}`, problems);
  show(call, values);
  for (const note of notes) call.warn(note);
  if (notes.length > 0) throw new PenstockError('CONFIG_INVALID', `${files.shown(name)} would not be loaded`);
}

const EMPTY = { problems: [], notes: [], values: [] };

function show({ print }: ConfigCall, values: readonly ExplainedValue[]): void {
  print.table(
    values.map(({ path, value, from }) => ({ key: pathText(path), value, from })),
    ['key', 'value', 'from'],
  );
}
