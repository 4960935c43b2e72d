import { type Position, unsupported } from '../error.ts';
import type { Context } from './context.ts';
import type { FromItem } from './from.ts';

export function informationSchema(
  parts: readonly string[],
  schemaAt: number,
  _alias: string,
  at: Position,
  _outer: Context,
): FromItem {
  throw unsupported(`INFORMATION_SCHEMA.${parts[schemaAt + 1] ?? ''}`, at);
}
