/** Statements that were run from this browser, the newest first. */

import { useState } from 'preact/hooks';
import { count, dateTime, duration } from '../format.ts';
import { remember, remembered } from '../memory.ts';
import { Dialog } from '../ui/ask.tsx';
import { Button, Chip, Empty } from '../ui/parts.tsx';

export interface Ran {
  readonly sql: string;
  readonly atMs: number;
  readonly ms: number;
  readonly rows: number;
  readonly failed: boolean;
}

const MOST = 100;
/** Longer statements are not kept, so that the browser's storage holds the rest. */
const MOST_CHARACTERS = 20_000;

export function history(): readonly Ran[] {
  try {
    const found: unknown = JSON.parse(remembered('sql.history') ?? '[]');
    return Array.isArray(found) ? (found as Ran[]) : [];
  } catch {
    return [];
  }
}

export function addToHistory(ran: Ran): void {
  if (ran.sql.length > MOST_CHARACTERS) return;
  const others = history().filter(({ sql }) => sql !== ran.sql);
  remember('sql.history', JSON.stringify([ran, ...others].slice(0, MOST)));
}

export function HistoryBox(props: { readonly onClose: () => void; readonly onPick: (sql: string) => void }) {
  const [all, setAll] = useState(history);
  const clear = (): void => {
    remember('sql.history', '[]');
    setAll([]);
  };
  return (
    <Dialog title="History" onClose={props.onClose}>
      {all.length === 0 ? (
        <Empty>No statement has been run from this browser.</Empty>
      ) : (
        <>
          <ol class="history">
            {all.map(({ sql, atMs, ms, rows, failed }) => (
              <li key={atMs}>
                <button type="button" onClick={() => props.onPick(sql)}>
                  <code>{sql}</code>
                  <span class="quiet">
                    {dateTime(atMs)}, {failed ? <Chip tone="error">failed</Chip> : count(rows, 'row')}, {duration(ms)}
                  </span>
                </button>
              </li>
            ))}
          </ol>
          <div class="actions end">
            <Button kind="danger" onClick={clear}>
              Forget the history
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
