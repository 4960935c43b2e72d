/** A table with real cells and a heading for each column, and on a phone a card for each row. It draws a hundred rows at once. */

import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { PAGE_ROWS } from '../paged.ts';
import { Pager } from './pager.tsx';

export interface ListColumn<T> {
  readonly head: string;
  readonly cell: (row: T) => ComponentChildren;
  /** Numbers stand right; `wide` takes the room that is left. */
  readonly kind?: 'number' | 'wide' | 'actions';
}

export function List<T>(props: {
  readonly label: string;
  readonly columns: readonly ListColumn<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
}) {
  const { label, columns, keyOf } = props;
  const all = props.rows;
  const [page, setPage] = useState(0);
  const last = Math.max(0, Math.ceil(all.length / PAGE_ROWS) - 1);
  // Rows may have gone since the page was turned.
  const at = Math.min(page, last);
  const from = at * PAGE_ROWS;
  const rows = all.slice(from, from + PAGE_ROWS);
  return (
    <>
      <div class="list-box" role="group" aria-label={label} tabIndex={0}>
        <table class="list">
          <thead>
            <tr>
              {columns.map(({ head, kind }) => (
                <th key={head} scope="col" class={kind ?? ''}>
                  {kind === 'actions' ? <span class="hidden">{head}</span> : head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={keyOf(row)}>
                {columns.map(({ head, cell, kind }) => (
                  <td key={head} class={kind ?? ''} data-head={kind === 'actions' ? '' : head}>
                    <div>{cell(row)}</div>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {last > 0 && (
        <Pager
          label={label}
          pages={{
            rows,
            from,
            total: all.length,
            error: undefined,
            next: at < last ? () => setPage(at + 1) : undefined,
            previous: at > 0 ? () => setPage(at - 1) : undefined,
          }}
        />
      )}
    </>
  );
}
