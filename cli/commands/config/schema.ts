/** `penstock config schema`: the JSON Schema of a kind of file, or of the environment of a door. */

import type { DoorConfiguration } from '@penstock/shared/config/door-configuration.ts';
import type { Call } from '@penstock/shared/runtime/command.ts';
import { nearest } from '@penstock/shared/runtime/nearest.ts';
import { configurationOf, DOOR_NAMES } from '../../doors.ts';
import { UsageError } from '../../usage-error.ts';
import { allKinds } from './kinds.ts';

export async function schema({ operands, print }: Pick<Call, 'operands' | 'print'>): Promise<'done'> {
  const { name = '' } = operands;
  const kinds = await allKinds();
  const kind = kinds.find((one) => one.name === name);
  // The sink's file and its environment have one name: the environment is the function's own.
  const door = DOOR_NAMES.find((one) => one === name.replace(/-environment$/, ''));
  if (kind !== undefined) show(print, kind.document);
  else if (door !== undefined) show(print, environmentSchema(await configurationOf(door)));
  else {
    const names = [...kinds.map((one) => one.name), ...DOOR_NAMES.map((one) => `${one}-environment`)];
    const meant = nearest(name, names);
    const hint = meant === undefined ? `there are ${names.join(', ')}.` : `did you mean ${meant}?`;
    throw new UsageError(`There is no schema ${name}; ${hint}`);
  }
  return 'done';
}

function show(print: Call['print'], found: object): void {
  print.record({ ...found }, JSON.stringify(found, null, 2));
}

/** Variables are text; what is allowed in them is said in words. */
function environmentSchema({ door, settings }: DoorConfiguration): object {
  const properties = Object.values(settings).map(({ variable, about, allowed, fallback, secret, values }) => [
    variable,
    {
      type: 'string',
      description: about,
      'x-allowed': allowed,
      ...(values === undefined ? {} : { enum: values }),
      ...(fallback === undefined ? {} : { default: fallback.shown }),
      ...(secret && { writeOnly: true }),
    },
  ]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: `Environment of the ${door}`,
    type: 'object',
    required: Object.values(settings)
      .filter(({ fallback }) => fallback === undefined)
      .map(({ variable }) => variable),
    properties: Object.fromEntries(properties),
  };
}
