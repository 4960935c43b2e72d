/** Keeps the position of a walk in a file, so that the same command continues from it. */

import { readFile, rename, writeFile } from 'node:fs/promises';

export interface Progress {
  readonly published: number;
  readonly rejected: number;
  readonly dropped: number;
}

export interface Cursor extends Progress {
  /** The walked collection. The cursor is valid for this collection alone. */
  readonly walk: string;
  /** The next page; undefined where the walk has not begun or is done. */
  readonly next: string | undefined;
  readonly done: boolean;
}

export const NOTHING: Progress = { published: 0, rejected: 0, dropped: 0 };

export interface CursorFile {
  read(): Promise<Cursor>;
  write(cursor: Cursor): Promise<void>;
}

/** Without a file every walk begins at the beginning. */
export function cursorFile(path: string | undefined, walk: string): CursorFile {
  const start: Cursor = { walk, next: undefined, done: false, ...NOTHING };
  if (path === undefined) return { read: async () => start, write: async () => undefined };
  return {
    read: async () => {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw new Error(`The cursor ${path} cannot be read: ${error.message}`);
      });
      return text === undefined ? start : parse(text, path, walk);
    },
    write: async (cursor) => {
      // Renamed into place: a crash leaves the old cursor or the new one, and nothing between.
      await writeFile(`${path}.new`, `${JSON.stringify(cursor)}\n`);
      await rename(`${path}.new`, path);
    },
  };
}

function parse(text: string, path: string, walk: string): Cursor {
  let cursor: Cursor;
  try {
    cursor = JSON.parse(text) as Cursor;
  } catch {
    throw new Error(`The cursor ${path} is no cursor of a backfill`);
  }
  if (cursor?.walk !== walk) throw new Error(`The cursor ${path} is not of ${walk}: name another file, or remove it`);
  return cursor;
}
