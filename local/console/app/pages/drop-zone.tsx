/** Files dropped here, or chosen, are uploaded; `_SUCCESS` after them tells the loader that they are whole. */

import { useId, useState } from 'preact/hooks';
import { upload } from '../data/storage.ts';
import { bytes, count } from '../format.ts';
import { attempt, note } from '../ui/ask.tsx';
import { TextField } from '../ui/form.tsx';
import { Icon } from '../ui/icon.tsx';
import { Card, WorkButton } from '../ui/parts.tsx';

interface DropZoneProps {
  readonly bucket: string;
  readonly prefix: string;
  readonly onDone: () => void;
}

export function DropZone({ bucket, prefix, onDone }: DropZoneProps) {
  const [folder, setFolder] = useState<string | undefined>(undefined);
  const [over, setOver] = useState(false);
  const [progress, setProgress] = useState('');
  const id = useId();
  const target = folder ?? prefix;
  const place = target === '' || target.endsWith('/') ? target : `${target}/`;

  const take = async (files: readonly File[]): Promise<void> => {
    let sent = 0;
    for (const file of files) {
      setProgress(`Uploading ${file.name} (${bytes(file.size)}), ${sent} of ${files.length} done`);
      if (!(await attempt(() => upload(bucket, `${place}${file.name}`, file)))) break;
      sent += 1;
    }
    setProgress('');
    if (sent > 0) note(`${count(sent, 'file')} uploaded to ${bucket}/${place}`);
    onDone();
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    void take([...(event.dataTransfer?.files ?? [])]);
  };
  const succeed = async (): Promise<void> => {
    const done = `${place}_SUCCESS is written: the loader takes the folder.`;
    if (await attempt(() => upload(bucket, `${place}_SUCCESS`, new Blob([])), done)) onDone();
  };
  return (
    <Card>
      <section
        class={over ? 'drop over' : 'drop'}
        aria-label="Upload"
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <div class="drop-files">
          <label class="button" for={id}>
            <Icon name="upload" /> Choose files
          </label>
          <input
            id={id}
            type="file"
            multiple
            class="hidden"
            onChange={(event) => {
              const { currentTarget } = event;
              void take([...(currentTarget.files ?? [])]).then(() => {
                currentTarget.value = '';
              });
            }}
          />
          <p class="quiet">or drop them here</p>
        </div>
        <TextField
          label="Folder"
          value={target}
          onChange={setFolder}
          placeholder="dataset/table"
          hint={progress === '' ? 'dataset/table/ loads into that table' : progress}
        />
        <WorkButton icon="check" work={succeed}>
          Write _SUCCESS
        </WorkButton>
      </section>
    </Card>
  );
}
