/** An expression's type as an argument of a native: its text in the query, and back. */

import type { SqlType } from '../types/type.ts';
import { stringText } from './text.ts';

const MAX_KNOWN = 1000;
const known = new Map<string, SqlType>();

export const typeArgument = (type: SqlType): string => stringText(JSON.stringify(type));

export function typeOfArgument(text: string): SqlType {
  const found = known.get(text);
  if (found !== undefined) return found;
  const type = JSON.parse(text) as SqlType;
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(text, type);
  return type;
}
