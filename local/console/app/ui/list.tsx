/** A table of a few hundred rows at most: real cells, a heading for each column, and on a phone a card for each row. */

import type { ComponentChildren } from 'preact';

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
  const { label, columns, rows, keyOf } = props;
  return (
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
  );
}
