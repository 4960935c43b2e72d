/** Questions before something is lost, and short notes after something was done. */

import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { messageOf } from '../http.ts';
import { Icon } from './icon.tsx';
import { Button } from './parts.tsx';

interface Question {
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly answer: (yes: boolean) => void;
}

interface Note {
  readonly number: number;
  readonly text: string;
  readonly bad: boolean;
}

const question = signal<Question | undefined>(undefined);
const notes = signal<readonly Note[]>([]);
let numbers = 0;

/** Resolves to whether the user said yes. */
export function ask(title: string, text: string, yes: string): Promise<boolean> {
  return new Promise((resolve) => {
    question.value = {
      title,
      text,
      yes,
      answer: (answer) => {
        question.value = undefined;
        resolve(answer);
      },
    };
  });
}

export function note(text: string, bad = false): void {
  numbers += 1;
  const one = { number: numbers, text, bad };
  notes.value = [...notes.value.slice(-3), one];
  setTimeout(
    () => {
      notes.value = notes.value.filter(({ number }) => number !== one.number);
    },
    bad ? 12_000 : 5_000,
  );
}

/** Does something, says that it is done, or why it is not. Resolves to whether it was. */
export async function attempt(work: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await work();
    if (done !== undefined) note(done);
    return true;
  } catch (error) {
    note(messageOf(error), true);
    return false;
  }
}

export function AskAndNote() {
  const { value: asked } = question;
  return (
    <>
      {asked !== undefined && (
        <Dialog title={asked.title} onClose={() => asked.answer(false)} small>
          <p>{asked.text}</p>
          <div class="actions end">
            <Button onClick={() => asked.answer(false)}>Keep</Button>
            <Button kind="danger" onClick={() => asked.answer(true)}>
              {asked.yes}
            </Button>
          </div>
        </Dialog>
      )}
      <div class="notes" role="status" aria-live="polite">
        {notes.value.map(({ number, text, bad }) => (
          <p key={number} class={bad ? 'note bad' : 'note'}>
            <Icon name={bad ? 'error' : 'check'} />
            <span>{text}</span>
          </p>
        ))}
      </div>
    </>
  );
}

/** A modal box of the browser's own: it keeps the focus, and Escape closes it. */
export function Dialog(props: {
  readonly title: string;
  readonly onClose: () => void;
  readonly small?: boolean;
  readonly children: ComponentChildren;
}) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  const cancel = (event: Event): void => {
    event.preventDefault();
    props.onClose();
  };
  return (
    <dialog
      ref={box}
      class={props.small === true ? 'dialog small' : 'dialog'}
      aria-label={props.title}
      onCancel={cancel}
    >
      <header class="card-head">
        <h2>{props.title}</h2>
        <button type="button" class="copy" aria-label="Close" onClick={props.onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div class="dialog-body">{props.children}</div>
    </dialog>
  );
}
