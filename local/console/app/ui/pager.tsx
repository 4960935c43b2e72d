/** The way between the pages of a list, and the place where one is. */

import { number } from '../format.ts';
import { type Pages, reach } from '../paged.ts';
import { Button } from './parts.tsx';

export function Pager({ label, pages }: { readonly label: string; readonly pages: Omit<Pages<unknown>, 'reload'> }) {
  const { next, previous } = pages;
  if (next === undefined && previous === undefined) return null;
  return (
    <nav class="pager" aria-label={`Pages of ${label}`}>
      <Button icon="left" disabled={previous === undefined} onClick={previous}>
        Previous
      </Button>
      <span role="status">{placeOf(pages)}</span>
      <Button disabled={next === undefined} onClick={next}>
        Next
      </Button>
    </nav>
  );
}

function placeOf(pages: Omit<Pages<unknown>, 'reload'>): string {
  const { first, last, whole } = reach(pages);
  const place = `${number(first)} to ${number(last)}`;
  return whole === undefined ? place : `${place} of ${number(whole)}`;
}

/** `12 topics`, or `100 topics of more` where only a page is known. */
export function countOf(pages: Pages<unknown>, one: string, many = `${one}s`): string | undefined {
  if (pages.rows === undefined) return undefined;
  const { last, whole } = reach(pages);
  if (whole === undefined) return `more than ${number(last)} ${many}`;
  return `${number(whole)} ${whole === 1 ? one : many}`;
}
