/** Documents: browse collections, read and write documents, and with that cause the events that production sends. */

import { useState } from 'preact/hooks';
import { dateTime, number } from '../format.ts';
import { call, get, part, send } from '../http.ts';
import { useLoad } from '../load.ts';
import { meta } from '../meta.ts';
import { PAGE_ROWS, type PageOf, usePages } from '../paged.ts';
import { go, query, segments, setQuery, to } from '../router.ts';
import { ask, attempt } from '../ui/ask.tsx';
import { AreaField, Form, TextField } from '../ui/form.tsx';
import { Narrow, PagedList } from '../ui/paged-list.tsx';
import { countOf } from '../ui/pager.tsx';
import { Button, Card, Page, Problem } from '../ui/parts.tsx';
import { type Fields, fromPlain, toPlain } from './document-values.ts';

const ROOT = `/api/firestore/projects/${part(meta.project)}/databases/(default)/documents`;

interface StoredDocument {
  readonly name: string;
  readonly fields?: Fields;
  readonly createTime: string;
  readonly updateTime: string;
}

const pathOf = (path: string): string => `${ROOT}/${path.split('/').map(part).join('/')}`;
const shortOf = (name: string): string => name.split('/').slice(5).join('/');

export function Documents() {
  const [, path = ''] = segments.value;
  const depth = path === '' ? 0 : path.split('/').length;
  if (depth === 0) return <Collections />;
  return depth % 2 === 1 ? <CollectionPage key={path} path={path} /> : <DocumentPage key={path} path={path} />;
}

interface Collection {
  readonly path: string;
  readonly documents: number;
}

function Collections() {
  const match = query('match');
  const pages = usePages<Collection>((from) => get('/api/collections', { from, match }), [match], ['firestore']);
  return (
    <Page title="Documents" lead={countOf(pages, 'collection')}>
      <Card>
        <Narrow pages={pages} label="Part of the path" value={match} onChange={(next) => setQuery({ match: next })} />
        <PagedList
          label="Collections"
          pages={pages}
          empty="No document is there yet: write the first one below."
          keyOf={({ path }) => path}
          columns={[
            { head: 'Collection', kind: 'wide', cell: ({ path }) => <a href={to('documents', path)}>{path}</a> },
            { head: 'Documents', kind: 'number', cell: ({ documents }) => number(documents) },
          ]}
        />
      </Card>
      <NewDocument collection="" />
    </Page>
  );
}

async function documentsOf(path: string, pageToken: string): Promise<PageOf<StoredDocument>> {
  const { documents: rows = [], nextPageToken: next } = await get<{
    documents?: readonly StoredDocument[];
    nextPageToken?: string;
  }>(pathOf(path), { pageSize: PAGE_ROWS, pageToken });
  return { rows, next };
}

function CollectionPage({ path }: { readonly path: string }) {
  const pages = usePages((token) => documentsOf(path, token), [path], ['firestore']);
  return (
    <Page title={path} trail={[['Documents', '/documents']]} lead={countOf(pages, 'document')}>
      <Card>
        <PagedList
          label="Documents"
          pages={pages}
          empty="No document is in this collection."
          keyOf={({ name }) => name}
          columns={[
            {
              head: 'Document',
              cell: ({ name }) => <a href={to('documents', shortOf(name))}>{name.slice(name.lastIndexOf('/') + 1)}</a>,
            },
            { head: 'Fields', kind: 'wide', cell: ({ fields = {} }) => summary(fields) },
            { head: 'Changed', cell: ({ updateTime }) => dateTime(Date.parse(updateTime)) },
          ]}
        />
      </Card>
      <NewDocument collection={path} />
    </Page>
  );
}

function summary(fields: Fields): string {
  const text = JSON.stringify(toPlain(fields)?.value ?? fields);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}

function DocumentPage({ path }: { readonly path: string }) {
  const { data, error, reload } = useLoad(() => get<StoredDocument>(pathOf(path)), [path], ['firestore']);
  const parent = path.slice(0, path.lastIndexOf('/'));
  const remove = async (): Promise<void> => {
    if (!(await ask(`Delete ${path}?`, 'A deletion is an event, like every write.', 'Delete it'))) return;
    if (await attempt(() => call('DELETE', pathOf(path)), `${path} is deleted.`)) go(to('documents', parent));
  };
  return (
    <Page
      title={path}
      trail={[
        ['Documents', '/documents'],
        [parent, to('documents', parent)],
      ]}
      lead={data === undefined ? undefined : `changed ${dateTime(Date.parse(data.updateTime))}`}
      actions={
        <Button kind="danger" icon="trash" onClick={() => void remove()}>
          Delete
        </Button>
      }
    >
      <Problem message={error} />
      {data !== undefined && <Edit key={data.updateTime} path={path} fields={data.fields ?? {}} onSaved={reload} />}
    </Page>
  );
}

function Edit(props: { readonly path: string; readonly fields: Fields; readonly onSaved: () => void }) {
  const { path, fields, onSaved } = props;
  // Types that plain JSON does not have are edited as the API writes them, so that saving changes no type.
  const plain = toPlain(fields);
  const [text, setText] = useState(JSON.stringify(plain?.value ?? fields, null, 2));
  const problem = problemOf(text);
  const save = async (): Promise<void> => {
    const value = JSON.parse(text) as Record<string, unknown>;
    const next = plain === undefined ? value : fromPlain(value);
    if (await attempt(() => send('PATCH', pathOf(path), { fields: next }), `${path} is written.`)) onSaved();
  };
  return (
    <Card title={plain === undefined ? 'Fields, with their types' : 'Fields'}>
      <Form label="Document" onSubmit={save}>
        <div class="wide">
          <AreaField label="Fields as JSON" value={text} onChange={setText} rows={14} error={problem} />
        </div>
        <div class="actions">
          <Button kind="primary" type="submit" disabled={problem !== undefined}>
            Save
          </Button>
        </div>
      </Form>
    </Card>
  );
}

function NewDocument({ collection }: { readonly collection: string }) {
  const [path, setPath] = useState(collection === '' ? '' : `${collection}/`);
  const [text, setText] = useState('{\n  "title": "",\n  "priority": 1\n}');
  const problem = problemOf(text);
  const write = async (): Promise<void> => {
    const fields = fromPlain(JSON.parse(text) as Record<string, unknown>);
    if (await attempt(() => send('PATCH', pathOf(path), { fields }), `${path} is written.`)) go(to('documents', path));
  };
  const whole = path.split('/').filter(Boolean).length % 2 === 0 && path !== '' && !path.endsWith('/');
  return (
    <Card title="New document">
      <Form label="New document" onSubmit={write}>
        <TextField label="Path" value={path} onChange={setPath} placeholder="issues/1" hint="collection/id" />
        <div class="wide">
          <AreaField label="Fields as JSON" value={text} onChange={setText} rows={6} error={problem} />
        </div>
        <div class="actions">
          <Button type="submit" icon="plus" disabled={!whole || problem !== undefined}>
            Write it
          </Button>
        </div>
      </Form>
    </Card>
  );
}

function problemOf(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? undefined
      : 'Fields are a JSON object.';
  } catch (error) {
    return (error as Error).message;
  }
}
