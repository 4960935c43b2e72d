/** One object: what it is, and its first bytes as text. */

import { objectBytes, objectHref, objectInfo } from '../data/storage.ts';
import { bytes, dateTime, pretty, textOf } from '../format.ts';
import { useLoad } from '../load.ts';
import { Dialog } from '../ui/ask.tsx';
import { Icon } from '../ui/icon.tsx';
import { Code, Empty, Facts, Problem } from '../ui/parts.tsx';

const MOST_SHOWN = 64 * 1024;

interface ObjectBoxProps {
  readonly bucket: string;
  readonly name: string;
  readonly onClose: () => void;
}

export function ObjectBox({ bucket, name, onClose }: ObjectBoxProps) {
  const { data, error } = useLoad(
    async () => ({ info: await objectInfo(bucket, name), content: await objectBytes(bucket, name, MOST_SHOWN) }),
    [bucket, name],
  );
  return (
    <Dialog title={name} onClose={onClose}>
      <Problem message={error} />
      {data !== undefined && (
        <>
          <Facts
            rows={[
              ['Place', `gs://${bucket}/${name}`],
              ['Size', bytes(Number(data.info.size))],
              ['Type', data.info.contentType ?? 'none'],
              ['Changed', dateTime(Date.parse(data.info.updated))],
              [
                'Generation',
                <a href={`/follow?id=${encodeURIComponent(`gs://${bucket}/${name}#${data.info.generation}`)}`}>
                  {data.info.generation}
                </a>,
              ],
              ...Object.entries(data.info.metadata ?? {}),
            ]}
          />
          <p class="actions">
            <a class="button" href={objectHref(bucket, name)} download={name.slice(name.lastIndexOf('/') + 1)}>
              <Icon name="download" /> Download
            </a>
          </p>
          <Content content={data.content} size={Number(data.info.size)} />
        </>
      )}
    </Dialog>
  );
}

function Content({ content, size }: { readonly content: Uint8Array; readonly size: number }) {
  if (size === 0) return <Empty>The object is empty.</Empty>;
  // A cut may fall into the middle of a character.
  const text = [0, 1, 2, 3].map((less) => textOf(content.subarray(0, content.length - less))).find(Boolean);
  if (text === undefined) return <Empty>The content is no text: download it.</Empty>;
  return (
    <>
      <h3>Content{content.length < size ? `, the first ${bytes(content.length)}` : ''}</h3>
      <Code label="Content" text={size <= MOST_SHOWN ? pretty(text) : text} />
    </>
  );
}
