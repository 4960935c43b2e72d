/** Numbers and names that were used once and must not be used again: what is left of them after an edit. */

import { type Reserved, reservesName, reservesNumber } from './snapshot.ts';

/** The current members of a message or an enum. */
export interface Members {
  readonly reserved: Reserved;
  /** Name to number. */
  readonly values: Readonly<Record<string, number>>;
}

/** Each as `reserved` writes it. A number or a name that is used now is said where it is used. */
export function liftedReservations(was: Reserved, is: Members): readonly string[] {
  const names = Object.keys(was.names).filter(
    (name) => !reservesName(is.reserved, name) && !Object.hasOwn(is.values, name),
  );
  const ranges = Object.entries(was.numbers)
    .map(([from, to]) => [Number(from), to] as const)
    .filter(([from, to]) => !covers(is, from, to))
    .map(([from, to]) => (from === to ? `${from}` : `${from} to ${to}`));
  return [...names.map((name) => `"${name}"`), ...ranges];
}

/** Members that stand on a number or a name reserved beside them: protoc refuses it, our parser lets it through. */
export function reservedMembers({ reserved, values }: Members): readonly (readonly [string, number, string])[] {
  return Object.entries(values).flatMap(([name, number]) => [
    ...(reservesNumber(reserved, number) ? [[name, number, `number ${number}`] as const] : []),
    ...(reservesName(reserved, name) ? [[name, number, `name ${name}`] as const] : []),
  ]);
}

/** Whether every number from first to last is reserved or used. A range can be half a billion numbers long. */
function covers({ reserved, values }: Members, from: number, to: number): boolean {
  const parts = [
    ...Object.entries(reserved.numbers).map(([first, last]) => [Number(first), last] as const),
    ...Object.values(values).map((number) => [number, number] as const),
  ].sort(([a], [b]) => a - b);
  let next = from;
  for (const [first, last] of parts) if (first <= next) next = Math.max(next, last + 1);
  return next > to;
}
