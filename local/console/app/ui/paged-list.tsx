/** A list of which one page is there, and the box that narrows it. */

import type { Pages } from '../paged.ts';
import { List, type ListColumn } from './list.tsx';
import { Pager } from './pager.tsx';
import { Empty, Problem } from './parts.tsx';

export function PagedList<T>(props: {
  readonly label: string;
  readonly columns: readonly ListColumn<T>[];
  readonly pages: Pages<T>;
  readonly keyOf: (row: T) => string;
  readonly empty: string;
}) {
  const { label, columns, pages, keyOf, empty } = props;
  const { rows, error } = pages;
  return (
    <>
      <Problem message={error} />
      {rows?.length === 0 && pages.from === 0 && <Empty>{empty}</Empty>}
      {rows !== undefined && rows.length > 0 && <List label={label} rows={rows} keyOf={keyOf} columns={columns} />}
      <Pager label={label} pages={pages} />
    </>
  );
}

/** The box that narrows a list by a part of the name. */
export function Narrow(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly pages: Pick<Pages<unknown>, 'next' | 'previous'>;
}) {
  const { next, previous } = props.pages;
  // One page is read faster than a word is typed.
  if (props.value === '' && next === undefined && previous === undefined) return null;
  return (
    <label class="narrow-by">
      <span class="hidden">{props.label}</span>
      <input
        type="search"
        placeholder={props.label}
        autocomplete="off"
        spellcheck={false}
        value={props.value}
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
    </label>
  );
}
