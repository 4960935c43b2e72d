/** Problems of single values of a row, in the words of insertAll and of load jobs. */

export interface Issue {
  /** Dotted path of the column, with the index inside a repeated one: `tags[2].name`. */
  readonly location: string;
  /** insertAll's words. */
  readonly message: string;
  /** A load job's words, where they differ. */
  readonly loadMessage?: string;
}

export function badValue(location: string, what: string, value: unknown): Issue {
  const shown = show(value);
  return {
    location,
    message: `Cannot convert value to ${what} (bad value):${shown}`,
    loadMessage: `Could not convert value to ${what}. Field: ${location}; Value: ${shown}`,
  };
}

export function unknownField(location: string): Issue {
  return { location, message: `no such field: ${location}.`, loadMessage: `No such field: ${location}.` };
}

export function missingRequired(location: string): Issue {
  return { location, message: `Missing required field: ${location}.` };
}

export function nullNotAllowed(location: string): Issue {
  return { location, message: `Only optional fields can be set to NULL. Field: ${location}; Value: NULL` };
}

/** Enough of the value to recognise it, never a whole document. */
function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}
