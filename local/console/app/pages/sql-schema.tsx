/** The tables beside the editor: a press puts a name where the cursor is. */

import { useState } from 'preact/hooks';
import type { SchemaTable, WholeSchema } from '../data/schema.ts';
import { number } from '../format.ts';
import { typeLabel } from '../ui/grid.tsx';
import { Icon } from '../ui/icon.tsx';

/** So many are seen at once without a search. */
const FEW = 20;
const MOST_SHOWN = 200;

export function SchemaTree(props: {
  readonly schema: WholeSchema | undefined;
  readonly onPick: (name: string) => void;
}) {
  const [part, setPart] = useState('');
  const all = props.schema?.tables ?? [];
  const found = all.filter(({ dataset, table }) => `${dataset}.${table}`.toLowerCase().includes(part.toLowerCase()));
  const tables = found.slice(0, MOST_SHOWN);
  const datasets = [...new Set(tables.map(({ dataset }) => dataset))];
  return (
    <nav class="schema" aria-label="Tables">
      {all.length > FEW && (
        <input
          type="search"
          aria-label="Part of the table's name"
          placeholder="Part of the name"
          value={part}
          onInput={(event) => setPart(event.currentTarget.value)}
        />
      )}
      {datasets.map((dataset) => (
        <section key={dataset}>
          <h2>{dataset}</h2>
          {tables
            .filter((one) => one.dataset === dataset)
            .map((one) => (
              <Branch key={one.table} one={one} onPick={props.onPick} />
            ))}
        </section>
      ))}
      {found.length > tables.length && (
        <p class="quiet">and {number(found.length - tables.length)} more: type a part of the name</p>
      )}
    </nav>
  );
}

function Branch({ one, onPick }: { readonly one: SchemaTable; readonly onPick: (name: string) => void }) {
  const [open, setOpen] = useState(false);
  const { dataset, table, fields } = one;
  return (
    <div>
      <div class="schema-line">
        <button
          type="button"
          class="copy"
          aria-expanded={open}
          aria-label={`Columns of ${table}`}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'down' : 'right'} />
        </button>
        <button type="button" class="schema-name" onClick={() => onPick(`${dataset}.${table}`)}>
          {table}
        </button>
      </div>
      {open && (
        <ul>
          {fields.map(({ name, type, mode }) => (
            <li key={name}>
              <button type="button" class="schema-name" onClick={() => onPick(name)}>
                {name} <small>{typeLabel(type, mode)}</small>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
