/** Buckets: browse, drop files in, look into one, delete, and see what the loader would make of a folder. */

import { useState } from 'preact/hooks';
import { buckets, createBucket, deleteBucket, deleteObject, type ListedLine, listing } from '../data/storage.ts';
import { bytes, dateTime } from '../format.ts';
import { usePages } from '../paged.ts';
import { go, query, segments, setQuery, to } from '../router.ts';
import { ask, attempt } from '../ui/ask.tsx';
import { Form, TextField } from '../ui/form.tsx';
import { Icon } from '../ui/icon.tsx';
import { Narrow, PagedList } from '../ui/paged-list.tsx';
import { countOf } from '../ui/pager.tsx';
import { Button, Card, Page } from '../ui/parts.tsx';
import { DropZone } from './drop-zone.tsx';
import { FolderConfig } from './folder-config.tsx';
import { ObjectBox } from './object-box.tsx';

export function Buckets() {
  const [, bucket] = segments.value;
  return bucket === undefined ? <AllBuckets /> : <BucketPage key={bucket} bucket={bucket} />;
}

function AllBuckets() {
  const pages = usePages(buckets, [], ['storage']);
  const [name, setName] = useState('');
  const make = async (): Promise<void> => {
    if (!(await attempt(() => createBucket(name), `The bucket ${name} is there.`))) return;
    setName('');
    pages.reload();
  };
  return (
    <Page title="Buckets" lead={countOf(pages, 'bucket')}>
      <Card>
        <PagedList
          label="Buckets"
          pages={pages}
          empty="There is no bucket: make one below."
          keyOf={(one) => one.name}
          columns={[
            { head: 'Bucket', kind: 'wide', cell: (one) => <a href={to('buckets', one.name)}>{one.name}</a> },
            { head: 'Location', cell: ({ location }) => location ?? '' },
            { head: 'Versions', cell: ({ versioning }) => (versioning?.enabled === true ? 'kept' : 'not kept') },
            {
              head: 'Made',
              cell: ({ timeCreated }) => (timeCreated === undefined ? '' : dateTime(Date.parse(timeCreated))),
            },
          ]}
        />
      </Card>
      <Card title="New bucket">
        <Form label="New bucket" onSubmit={make}>
          <TextField label="Name" value={name} onChange={setName} required />
          <div class="actions">
            <Button type="submit" icon="plus" disabled={name === ''}>
              Make it
            </Button>
          </div>
        </Form>
      </Card>
    </Page>
  );
}

function BucketPage({ bucket }: { readonly bucket: string }) {
  const prefix = query('prefix');
  const opened = query('object');
  const begins = query('begins');
  const pages = usePages<ListedLine>(
    (token) => listing(bucket, prefix, begins, token),
    [bucket, prefix, begins],
    ['storage'],
  );
  const { reload } = pages;
  const at = (changes: Readonly<Record<string, string>>): string => {
    const next = new URLSearchParams(Object.entries({ prefix, ...changes }).filter(([, value]) => value !== ''));
    return `${to('buckets', bucket)}${next.size > 0 ? `?${next}` : ''}`;
  };
  const remove = async (name: string): Promise<void> => {
    if (!(await ask(`Delete ${name}?`, 'The object is gone for good.', 'Delete it'))) return;
    if (await attempt(() => deleteObject(bucket, name), `${name} is deleted.`)) reload();
  };
  const removeBucket = async (): Promise<void> => {
    if (!(await ask(`Delete ${bucket}?`, 'Only an empty bucket is deleted.', 'Delete it'))) return;
    if (await attempt(() => deleteBucket(bucket), `${bucket} is deleted.`)) go('/buckets');
  };
  return (
    <Page
      title={bucket}
      trail={[
        ['Buckets', '/buckets'],
        [bucket, at({ prefix: '' })],
        ...foldersOf(prefix).map((folder) => [lastOf(folder), at({ prefix: folder })] as const),
      ]}
      lead={leadOf(prefix, countOf(pages, 'entry', 'entries'))}
      actions={
        <Button kind="danger" icon="trash" onClick={() => void removeBucket()}>
          Delete bucket
        </Button>
      }
    >
      <DropZone bucket={bucket} prefix={prefix} onDone={reload} />
      <Card>
        <Narrow
          pages={pages}
          label={`Name after ${prefix === '' ? 'the bucket' : prefix} begins with`}
          value={begins}
          onChange={(next) => setQuery({ begins: next })}
        />
        <PagedList
          label="Objects"
          pages={pages}
          empty="No object is here."
          keyOf={(line) => ('folder' in line ? line.folder : line.object.name)}
          columns={[
            {
              head: 'Name',
              kind: 'wide',
              cell: (line) =>
                'folder' in line ? (
                  <a class="with-icon" href={at({ prefix: line.folder })}>
                    <Icon name="folder" /> {line.folder.slice(prefix.length)}
                  </a>
                ) : (
                  <a class="with-icon" href={at({ object: line.object.name })}>
                    <Icon name="documents" /> {line.object.name.slice(prefix.length)}
                  </a>
                ),
            },
            { head: 'Type', cell: (line) => ('folder' in line ? '' : (line.object.contentType ?? '')) },
            {
              head: 'Changed',
              cell: (line) => ('folder' in line ? '' : dateTime(Date.parse(line.object.updated))),
            },
            {
              head: 'Size',
              kind: 'number',
              cell: (line) => ('folder' in line ? '' : bytes(Number(line.object.size))),
            },
            {
              head: 'Actions',
              kind: 'actions',
              cell: (line) =>
                'folder' in line ? null : (
                  <Button
                    kind="quiet"
                    icon="trash"
                    aria-label={`Delete ${line.object.name}`}
                    onClick={() => void remove(line.object.name)}
                  />
                ),
            },
          ]}
        />
      </Card>
      {prefix !== '' && <FolderConfig bucket={bucket} prefix={prefix} />}
      {opened !== '' && <ObjectBox bucket={bucket} name={opened} onClose={() => go(at({ object: '' }), 'replace')} />}
    </Page>
  );
}

function leadOf(prefix: string, here: string | undefined): string | undefined {
  return prefix === '' || here === undefined ? here : `${prefix}: ${here}`;
}

/** `a/b/` is in `a/` and in `a/b/`. */
function foldersOf(prefix: string): readonly string[] {
  const parts = prefix.split('/').slice(0, -1);
  return parts.map((_, at) => `${parts.slice(0, at + 1).join('/')}/`);
}

function lastOf(folder: string): string {
  return folder.split('/').at(-2) ?? folder;
}
