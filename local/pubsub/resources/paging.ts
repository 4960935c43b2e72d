/** Lists in pages, by name. A page token is the last name of the page before, so a list survives what comes and goes. */

import { invalid } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import { number, type Plain, text } from './fields.ts';

export interface Page {
  readonly names: readonly string[];
  readonly nextPageToken?: string;
}

export function page(names: Iterable<string>, request: Plain): Page {
  const size = number(request, 'pageSize');
  if (size < 0)
    throw invalid(
      `The value for page_size is too small. You passed ${size} in the request, but the minimum value is 0.`,
    );
  const after = lastName(text(request, 'pageToken'));
  const limit = size === 0 ? LIMITS.pageSize.default : Math.min(size, LIMITS.pageSize.max);
  const rest = [...names].filter((name) => name > after).sort();
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  if (rest.length === shown.length || last === undefined) return { names: shown };
  return { names: shown, nextPageToken: Buffer.from(`v1:${last}`).toString('base64url') };
}

function lastName(token: string): string {
  if (token === '') return '';
  const decoded = Buffer.from(token, 'base64url').toString();
  if (!decoded.startsWith('v1:')) throw invalid(`Invalid page token given (page_token=${token.slice(0, 100)}).`);
  return decoded.slice(3);
}
