/** The promises of enums: their names are what a STRING column holds, their numbers what the wire does. */

import type { Break } from './break.ts';
import { liftedReservations, reservedMembers } from './reservations.ts';
import { type EnumSnapshot, type ProtoSnapshot, reservesName, reservesNumber } from './snapshot.ts';

export function enumBreaks(baseline: ProtoSnapshot, current: ProtoSnapshot): readonly Break[] {
  const breaks: Break[] = [];
  for (const [name, was] of Object.entries(baseline.enums)) {
    const is = current.enums[name];
    if (is === undefined) {
      breaks.push({ file: was.file, where: name, what: 'the enum is gone', remedy: 'Put it back' });
    } else breaks.push(...valueBreaks(name, was, is));
  }
  for (const [name, is] of Object.entries(current.enums)) breaks.push(...reservationsBroken(name, is));
  return breaks;
}

function valueBreaks(name: string, was: EnumSnapshot, is: EnumSnapshot): readonly Break[] {
  const breaks: Break[] = [];
  for (const [value, number] of Object.entries(was.values)) {
    const at = { file: is.file, where: `${name}.${value} (${number})` };
    const now = is.values[value];
    const [heir] = Object.entries(is.values).find(([, other]) => other === number) ?? [];
    // With allow_alias the number may go on under another name that it had already: then the name alone is free.
    const keepsNumber = heir !== undefined && was.values[heir] === number;
    if (now !== undefined && now !== number) {
      breaks.push({ ...at, what: `the number changed from ${number} to ${now}`, remedy: `Give it ${number} again` });
    } else if (now === undefined && heir !== undefined && !keepsNumber) {
      breaks.push({ ...at, what: `renamed to ${heir}`, remedy: `Keep the name, or add ${heir} under a new number` });
    } else if (now === undefined && keepsNumber && !reservesName(is.reserved, value)) {
      breaks.push({ ...at, what: 'the alias was removed and is not reserved', remedy: `Add reserved "${value}";` });
    } else if (
      now === undefined &&
      !keepsNumber &&
      !(reservesNumber(is.reserved, number) && reservesName(is.reserved, value))
    ) {
      breaks.push({
        ...at,
        what: 'the value was removed and is not reserved',
        remedy: `Add reserved ${number}; reserved "${value}";`,
      });
    }
  }
  for (const [value, number] of Object.entries(is.values)) {
    const again = reservesNumber(was.reserved, number)
      ? `number ${number}`
      : reservesName(was.reserved, value)
        ? `name ${value}`
        : undefined;
    if (again === undefined) continue;
    breaks.push({
      file: is.file,
      where: `${name}.${value} (${number})`,
      what: `${again} was reserved and is used again`,
      remedy: 'Take one that was never used',
    });
  }
  for (const what of liftedReservations(was.reserved, is)) {
    breaks.push({
      file: is.file,
      where: name,
      what: `the reservation of ${what} is gone`,
      remedy: `Add reserved ${what};`,
    });
  }
  return breaks;
}

function reservationsBroken(name: string, is: EnumSnapshot): readonly Break[] {
  return reservedMembers(is).map(([value, number, what]) => ({
    file: is.file,
    where: `${name}.${value} (${number})`,
    what: `${what} is reserved in the same enum`,
    remedy: 'Take one that was never used',
  }));
}
