/** Messages that wait, to be chosen and opened. */

import { useState } from 'preact/hooks';
import type { WaitingMessage } from '../../../pubsub/index.ts';
import { bytes, clock, fromBase64, pretty, textOf } from '../format.ts';
import { Dialog } from '../ui/ask.tsx';
import { List } from '../ui/list.tsx';
import { Chip, Code, Facts } from '../ui/parts.tsx';

interface MessageListProps {
  readonly messages: readonly WaitingMessage[];
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
}

export function MessageList({ messages, chosen, onChoose }: MessageListProps) {
  const [opened, setOpened] = useState<string | undefined>(undefined);
  const open = messages.find(({ id }) => id === opened);
  const all = messages.every(({ id }) => chosen.has(id));
  const toggle = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  return (
    <>
      <label class="check">
        <input
          type="checkbox"
          checked={all}
          onChange={() => onChoose(all ? new Set() : new Set(messages.map(({ id }) => id)))}
        />
        Choose all shown
      </label>
      <List
        label="Messages"
        rows={messages}
        keyOf={({ id }) => id}
        columns={[
          {
            head: 'Choose',
            cell: ({ id }) => (
              <input
                type="checkbox"
                aria-label={`Choose message ${id}`}
                checked={chosen.has(id)}
                onChange={() => toggle(id)}
              />
            ),
          },
          { head: 'Published', cell: ({ publishTimeMs }) => clock(publishTimeMs) },
          {
            head: 'Message',
            kind: 'wide',
            cell: (message) => (
              <button type="button" class="link preview" onClick={() => setOpened(message.id)}>
                {previewOf(message)}
              </button>
            ),
          },
          { head: 'State', cell: (message) => <State message={message} /> },
          { head: 'Size', kind: 'number', cell: (message) => bytes(message.bytes) },
        ]}
      />
      {open !== undefined && <MessageBox message={open} onClose={() => setOpened(undefined)} />}
    </>
  );
}

function State({ message: { state, attempt } }: { readonly message: WaitingMessage }) {
  const tried = attempt > 1 ? `, attempt ${attempt}` : '';
  if (state === 'leased') return <Chip tone="accent">out{tried}</Chip>;
  if (state === 'delayed') return <Chip tone="warning">waits to be tried again{tried}</Chip>;
  return <Chip tone={attempt > 1 ? 'warning' : 'plain'}>ready{tried}</Chip>;
}

function previewOf({ data, attributes, bytes: size }: WaitingMessage): string {
  const text = textOf(fromBase64(data));
  if (text === undefined) return `${bytes(size)} that are no text`;
  if (text !== '') return text.length > 160 ? `${text.slice(0, 160)}…` : text;
  return Object.keys(attributes).length > 0 ? 'attributes only' : 'empty';
}

function MessageBox({ message, onClose }: { readonly message: WaitingMessage; readonly onClose: () => void }) {
  const { id, publishTimeMs, orderingKey, attributes, data, bytes: size, attempt } = message;
  const text = textOf(fromBase64(data));
  return (
    <Dialog title={`Message ${id}`} onClose={onClose}>
      <Facts
        rows={[
          ['Id', <a href={`/follow?id=message:${id}`}>{id}</a>],
          ['Published', new Date(publishTimeMs).toISOString()],
          ['Ordering key', orderingKey === '' ? 'none' : orderingKey],
          ['Next delivery', `attempt ${attempt}`],
          ['Size', bytes(size)],
        ]}
      />
      {Object.keys(attributes).length > 0 && (
        <>
          <h3>Attributes</h3>
          <Facts rows={Object.entries(attributes)} />
        </>
      )}
      <h3>Data{fromBase64(data).length < size ? `, the first ${bytes(fromBase64(data).length)}` : ''}</h3>
      <Code label="Data" text={text === undefined ? data : pretty(text)} />
    </Dialog>
  );
}
