/** Secrets: names and versions. A value is fetched and shown only when it is asked for. */

import { useState } from 'preact/hooks';
import { fromBase64, short, textOf, toBase64 } from '../format.ts';
import { get, messageOf, part, send } from '../http.ts';
import { meta } from '../meta.ts';
import { type PageOf, usePages } from '../paged.ts';
import { attempt, note } from '../ui/ask.tsx';
import { AreaField, Form, TextField } from '../ui/form.tsx';
import { List } from '../ui/list.tsx';
import { countOf, Pager } from '../ui/pager.tsx';
import { Button, Card, Chip, Copy, Empty, Page, Problem } from '../ui/parts.tsx';

const BASE = `/api/secrets/projects/${part(meta.project)}/secrets`;

interface Secret {
  readonly name: string;
  readonly versions: readonly { readonly name: string; readonly state: string }[];
}

/** Fewer than in other lists, because each has a list of its own. */
const PAGE_SECRETS = 25;

async function load(pageToken: string): Promise<PageOf<Secret>> {
  const {
    secrets = [],
    nextPageToken: next,
    totalSize: total,
  } = await get<{ secrets?: { name: string }[]; nextPageToken?: string; totalSize?: number }>(BASE, {
    pageSize: PAGE_SECRETS,
    pageToken,
  });
  const rows = await Promise.all(
    secrets.map(async ({ name }) => {
      const { versions = [] } = await get<{ versions?: Secret['versions'] }>(`${BASE}/${part(short(name))}/versions`);
      return { name, versions };
    }),
  );
  return { rows, next, total };
}

export function Secrets() {
  const pages = usePages(load, []);
  const { rows, error, reload } = pages;
  return (
    <Page title="Secrets" lead={countOf(pages, 'secret')}>
      <Problem message={error} />
      {rows?.length === 0 && (
        <Card>
          <Empty>There is no secret: make one below, or write .penstock/secrets.json.</Empty>
        </Card>
      )}
      {rows?.map(({ name, versions }) => (
        <Card key={name} title={short(name)}>
          <List
            label={`Versions of ${short(name)}`}
            rows={versions}
            keyOf={(version) => version.name}
            columns={[
              { head: 'Version', cell: (version) => short(version.name) },
              {
                head: 'State',
                cell: ({ state }) => <Chip tone={state === 'ENABLED' ? 'good' : 'plain'}>{state.toLowerCase()}</Chip>,
              },
              {
                head: 'Value',
                kind: 'wide',
                cell: ({ name: version, state }) =>
                  state === 'ENABLED' ? <Value secret={short(name)} version={short(version)} /> : 'gone',
              },
            ]}
          />
        </Card>
      ))}
      <Pager label="Secrets" pages={pages} />
      <NewVersion names={(rows ?? []).map(({ name }) => short(name))} onDone={reload} />
    </Page>
  );
}

function Value({ secret, version }: { readonly secret: string; readonly version: string }) {
  const [shown, setShown] = useState<string | undefined>(undefined);
  const show = async (): Promise<void> => {
    try {
      const path = `${BASE}/${part(secret)}/versions/${part(version)}:access`;
      const { payload } = await get<{ payload: { data?: string } }>(path);
      setShown(textOf(fromBase64(payload.data ?? '')) ?? 'bytes that are no text');
    } catch (error) {
      note(messageOf(error), true);
    }
  };
  if (shown === undefined)
    return (
      <Button kind="quiet" aria-label={`Show version ${version} of ${secret}`} onClick={() => void show()}>
        Show
      </Button>
    );
  return (
    <>
      <code>{shown}</code> <Copy text={shown} label="Copy the value" />
      <Button kind="quiet" onClick={() => setShown(undefined)}>
        Hide
      </Button>
    </>
  );
}

function NewVersion({ names, onDone }: { readonly names: readonly string[]; readonly onDone: () => void }) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const add = async (): Promise<void> => {
    const work = async (): Promise<void> => {
      if (!names.includes(name))
        await send('POST', `${BASE}?secretId=${part(name)}`, { replication: { automatic: {} } });
      await send('POST', `${BASE}/${part(name)}:addVersion`, { payload: { data: toBase64(value) } });
    };
    if (!(await attempt(work, `${name} has a new version.`))) return;
    setValue('');
    onDone();
  };
  return (
    <Card title="New version">
      <Form label="New version" onSubmit={add}>
        <TextField label="Secret" value={name} onChange={setName} list={names} hint="A new name makes a new secret" />
        <div class="wide">
          <AreaField label="Value" value={value} onChange={setValue} rows={2} />
        </div>
        <div class="actions">
          <Button type="submit" icon="plus" disabled={name === '' || value === ''}>
            Add it
          </Button>
        </div>
      </Form>
    </Card>
  );
}
