/**
 * Whether today's `.proto` files keep the promises of the baseline: rows on their way, rows in spools, and readers
 * of yesterday's code meet what is written by today's.
 */

import type { Break } from './break.ts';
import { enumBreaks } from './enum-compatibility.ts';
import { liftedReservations, type Members, reservedMembers } from './reservations.ts';
import {
  type FieldSnapshot,
  type MessageSnapshot,
  type ProtoSnapshot,
  reservesName,
  reservesNumber,
} from './snapshot.ts';

/** Every break, in the order of the messages and numbers. */
export function findBreaks(baseline: ProtoSnapshot, current: ProtoSnapshot): readonly Break[] {
  const breaks: Break[] = [];
  for (const [name, was] of Object.entries(baseline.messages)) {
    const is = current.messages[name];
    if (is === undefined) {
      breaks.push({
        file: was.file,
        where: name,
        what: 'the message is gone',
        remedy: 'Put it back; deprecate what is no longer used',
      });
    } else breaks.push(...messageBreaks(name, was, is));
  }
  for (const [name, is] of Object.entries(current.messages)) breaks.push(...reservationsBroken(name, is));
  breaks.push(...enumBreaks(baseline, current));
  return breaks;
}

function messageBreaks(name: string, was: MessageSnapshot, is: MessageSnapshot): readonly Break[] {
  const breaks: Break[] = [];
  for (const field of was.fields) {
    const same = is.fields.find(({ number }) => number === field.number);
    const at = { file: is.file, where: `${name}.${field.name} (${field.number})` };
    if (same === undefined) breaks.push(...removal(at, field, is));
    else breaks.push(...fieldChanges(at, field, same));
  }
  for (const field of is.fields) breaks.push(...addition(name, field, was, is.file));
  breaks.push(...reservationsLifted(name, was, is));
  return breaks;
}

interface Place {
  readonly file: string;
  readonly where: string;
}

function removal(at: Place, field: FieldSnapshot, is: MessageSnapshot): readonly Break[] {
  const moved = is.fields.find(({ name }) => name === field.name);
  if (moved !== undefined) {
    return [
      {
        ...at,
        what: `the number changed from ${field.number} to ${moved.number}`,
        remedy: `Give it ${field.number} again`,
      },
    ];
  }
  const byNumber = reservesNumber(is.reserved, field.number);
  const byName = reservesName(is.reserved, field.name);
  if (byNumber && byName) return [];
  const missing = [
    ...(byNumber ? [] : [`reserved ${field.number};`]),
    ...(byName ? [] : [`reserved "${field.name}";`]),
  ];
  return [{ ...at, what: 'the field was removed and is not reserved', remedy: `Add ${missing.join(' ')}` }];
}

function fieldChanges(at: Place, was: FieldSnapshot, is: FieldSnapshot): readonly Break[] {
  const breaks: Break[] = [];
  const add = (what: string, remedy: string): void => void breaks.push({ ...at, what, remedy });
  if (was.name !== is.name) {
    add(
      `renamed to ${is.name}, which is another column and another JSON key`,
      `Keep the name, or add ${is.name} under a new number`,
    );
  }
  if (was.type !== is.type) {
    const how = wireCompatible(was.type, is.type)
      ? 'the same bytes, read as something else'
      : 'other bytes on the wire';
    add(
      `the type changed from ${was.type} to ${is.type}: ${how}`,
      'Keep the type, or add a field under a new number and reserve this one',
    );
  }
  if (was.label !== is.label) add(`changed from ${was.label} to ${is.label}`, `Make it ${was.label} again`);
  if (was.oneof !== is.oneof) {
    add(
      `moved ${was.oneof === undefined ? '' : `out of oneof ${was.oneof} `}${is.oneof === undefined ? '' : `into oneof ${is.oneof}`}`.trimEnd(),
      'Leave it where it was',
    );
  }
  if (was.columnType !== is.columnType) {
    add(
      `column_type changed from ${was.columnType ?? 'none'} to ${is.columnType ?? 'none'}`,
      'Keep the column type; a table does not change it',
    );
  }
  if (was.requiredColumn === undefined && is.requiredColumn === true) {
    add('became a REQUIRED column, and rows without it exist', 'Leave required_column out');
  }
  if (was.sensitive !== is.sensitive) {
    const what =
      is.sensitive === undefined
        ? 'is not marked sensitive any more'
        : `is treated by ${is.sensitive} instead of ${was.sensitive ?? 'nothing'}`;
    add(
      what,
      was.sensitive === undefined ? 'Accept with "npm run proto -- update" if it is meant' : 'Put the mark back',
    );
  }
  return breaks;
}

function addition(name: string, field: FieldSnapshot, was: MessageSnapshot, file: string): readonly Break[] {
  if (was.fields.some(({ number }) => number === field.number)) return [];
  const breaks: Break[] = [];
  const at = { file, where: `${name}.${field.name} (${field.number})` };
  if (reservesNumber(was.reserved, field.number)) {
    breaks.push({
      ...at,
      what: `number ${field.number} was reserved and is used again`,
      remedy: 'Take a number that was never used',
    });
  }
  if (reservesName(was.reserved, field.name)) {
    breaks.push({
      ...at,
      what: `name ${field.name} was reserved and is used again`,
      remedy: 'Take a name that was never used',
    });
  }
  if (field.label === 'required' || field.requiredColumn === true) {
    breaks.push({ ...at, what: 'a new field is required, and rows without it exist', remedy: 'Make it optional' });
  }
  return breaks;
}

const membersOf = ({ fields, reserved }: MessageSnapshot): Members => ({
  reserved,
  values: Object.fromEntries(fields.map(({ name, number }) => [name, number])),
});

function reservationsLifted(name: string, was: MessageSnapshot, is: MessageSnapshot): readonly Break[] {
  return liftedReservations(was.reserved, membersOf(is)).map((what) => ({
    file: is.file,
    where: name,
    what: `the reservation of ${what} is gone`,
    remedy: `Add reserved ${what};`,
  }));
}

function reservationsBroken(name: string, is: MessageSnapshot): readonly Break[] {
  return reservedMembers(membersOf(is)).map(([field, number, what]) => ({
    file: is.file,
    where: `${name}.${field} (${number})`,
    what: `${what} is reserved in the same message`,
    remedy: 'Take one that was never used',
  }));
}

/** Types whose bytes protocol buffers read as each other (the update rules of the language guide). */
const WIRE_GROUPS: readonly (readonly string[])[] = [
  ['int32', 'uint32', 'int64', 'uint64', 'bool'],
  ['sint32', 'sint64'],
  ['string', 'bytes'],
  ['fixed32', 'sfixed32'],
  ['fixed64', 'sfixed64'],
];

function wireCompatible(a: string, b: string): boolean {
  return WIRE_GROUPS.some((group) => group.includes(a) && group.includes(b));
}
