/** Rows of a result or a table: pages are loaded as they come into sight, and the earliest are forgotten. */

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { cellText, recordOf } from '../../cells.ts';
import type { SchemaField } from '../data/bigquery.ts';
import { number } from '../format.ts';
import { messageOf } from '../http.ts';
import { Dialog } from './ask.tsx';
import { Code, Problem } from './parts.tsx';
import { Virtual } from './virtual.tsx';

export interface GridProps {
  readonly label: string;
  readonly fields: readonly SchemaField[];
  readonly total: number;
  /** The rows from `start`, as the API gives them. */
  readonly read: (start: number, count: number) => Promise<readonly unknown[]>;
  readonly first?: readonly unknown[];
  readonly height?: string;
}

type Row = Readonly<Record<string, unknown>>;

const PAGE = 200;
const MOST_PAGES = 40;
const ROW_PX = 31;

export function Grid({ label, fields, total, read, first, height }: GridProps) {
  const pages = useRef(new Map<number, readonly Row[] | 'loading'>());
  const [, redraw] = useState(0);
  const [error, setError] = useState<string | undefined>(undefined);
  const [opened, setOpened] = useState<number | undefined>(undefined);
  const source = useRef(read);
  if (source.current !== read) {
    source.current = read;
    pages.current = new Map();
  }
  const toRows = (rows: readonly unknown[]): readonly Row[] => rows.map((row) => recordOf(fields, row));
  if (first !== undefined && first.length >= Math.min(PAGE, total) && !pages.current.has(0))
    pages.current.set(0, toRows(first));

  const load = useCallback(
    async (page: number) => {
      const { current } = pages;
      if (current.has(page)) return;
      current.set(page, 'loading');
      try {
        const rows = await read(page * PAGE, PAGE);
        if (pages.current !== current) return;
        current.set(page, toRows(rows));
        while (current.size > MOST_PAGES) {
          const oldest = current.keys().next();
          if (oldest.done === true) break;
          current.delete(oldest.value);
        }
        setError(undefined);
      } catch (problem) {
        current.delete(page);
        setError(messageOf(problem));
      }
      redraw((count) => count + 1);
    },
    [read],
  );
  const onRange = useCallback(
    (from: number, to: number) => {
      for (let page = Math.floor(from / PAGE); page * PAGE < to; page += 1) void load(page);
    },
    [load],
  );
  useEffect(() => setOpened(undefined), [read]);

  const rowAt = (index: number): Row | undefined => {
    const page = pages.current.get(Math.floor(index / PAGE));
    return page === undefined || page === 'loading' ? undefined : page[index % PAGE];
  };
  const widths = widthsOf(fields, pages.current.get(0));
  const template = `4.5rem ${widths.map((width) => `${width}ch`).join(' ')} 1fr`;
  const width = `${widths.reduce((sum, one) => sum + one + 2, 8)}ch`;
  const open = opened === undefined ? undefined : rowAt(opened);
  return (
    <>
      <Problem message={error} />
      <Virtual
        label={label}
        rowCount={total}
        rowHeight={ROW_PX}
        height={height ?? `min(60vh, ${total * ROW_PX + 52}px)`}
        width={width}
        columns={fields.length + 1}
        onRange={onRange}
        onOpen={setOpened}
        head={
          <div class="grid-row grid-head" style={{ gridTemplateColumns: template }}>
            <span role="columnheader" class="grid-index">
              #
            </span>
            {fields.map(({ name, type, mode }) => (
              <span key={name} role="columnheader" title={`${type}${mode === 'REPEATED' ? ', repeated' : ''}`}>
                {name} <small>{typeLabel(type, mode)}</small>
              </span>
            ))}
          </div>
        }
        row={(index) => (
          <div class="grid-row" style={{ gridTemplateColumns: template }}>
            <span role="gridcell" class="grid-index">
              {number(index + 1)}
            </span>
            <Cells fields={fields} row={rowAt(index)} />
          </div>
        )}
      />
      {open !== undefined && (
        <Dialog title={`Row ${number((opened ?? 0) + 1)}`} onClose={() => setOpened(undefined)}>
          <dl class="row-box">
            {fields.map(({ name, type, mode }) => (
              <div key={name}>
                <dt>
                  {name} <small>{typeLabel(type, mode)}</small>
                </dt>
                <dd>
                  <Value value={open[name]} name={name} />
                </dd>
              </div>
            ))}
          </dl>
        </Dialog>
      )}
    </>
  );
}

function Cells({ fields, row }: { readonly fields: readonly SchemaField[]; readonly row: Row | undefined }) {
  return (
    <>
      {fields.map(({ name, type, mode }) => {
        const value = row?.[name];
        const kind = row === undefined ? 'loading' : value === null ? 'null' : isNumber(type, mode) ? 'number' : '';
        return (
          <span key={name} role="gridcell" class={kind}>
            {row === undefined ? '…' : cellText(value).slice(0, 300)}
          </span>
        );
      })}
    </>
  );
}

function Value({ value, name }: { readonly value: unknown; readonly name: string }) {
  const text = typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : cellText(value);
  if (text.length > 80 || text.includes('\n')) return <Code label={name} text={readable(text)} />;
  return <span class={value === null ? 'null' : ''}>{text}</span>;
}

function readable(text: string): string {
  if (!/^\s*[{[]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const NUMBERS = new Set(['INTEGER', 'INT64', 'FLOAT', 'FLOAT64', 'NUMERIC', 'BIGNUMERIC']);

export function isNumber(type: string, mode: string | undefined): boolean {
  return NUMBERS.has(type) && mode !== 'REPEATED';
}

/** The names of GoogleSQL, which is what is typed beside them. */
export function typeLabel(type: string, mode: string | undefined): string {
  const names: Readonly<Record<string, string>> = {
    INTEGER: 'INT64',
    FLOAT: 'FLOAT64',
    BOOLEAN: 'BOOL',
    RECORD: 'STRUCT',
  };
  const name = names[type] ?? type;
  return mode === 'REPEATED' ? `ARRAY<${name}>` : name;
}

/** In characters: as wide as the heading and the first rows, within reason. */
function widthsOf(fields: readonly SchemaField[], first: readonly Row[] | 'loading' | undefined): readonly number[] {
  const rows = first === undefined || first === 'loading' ? [] : first.slice(0, 50);
  return fields.map(({ name, type, mode }) => {
    const head = name.length + typeLabel(type, mode).length + 2;
    const longest = Math.max(0, ...rows.map((row) => cellText(row[name]).length));
    return Math.min(48, Math.max(8, head, longest + 1));
  });
}
