/** Fields with their labels and hints. */

import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
}

type Shared = FieldProps & {
  readonly value: string;
  readonly onChange: (value: string) => void;
};

export function TextField(
  props: Shared & {
    readonly type?: 'text' | 'number' | 'search';
    readonly placeholder?: string;
    readonly list?: readonly string[];
    readonly required?: boolean;
    readonly min?: number;
    readonly max?: number;
    readonly step?: string;
  },
) {
  const { label, hint, error, value, onChange, list, ...rest } = props;
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input
        id={id}
        {...rest}
        value={value}
        {...(list === undefined ? {} : { list: `${id}-list` })}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint`}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      {list !== undefined && (
        <datalist id={`${id}-list`}>
          {list.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </Field>
  );
}

export function AreaField(props: Shared & { readonly rows?: number; readonly placeholder?: string }) {
  const { label, hint, error, value, onChange, rows = 5, placeholder } = props;
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <textarea
        id={id}
        rows={rows}
        value={value}
        {...(placeholder === undefined ? {} : { placeholder })}
        spellcheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-hint`}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  );
}

export function SelectField(
  props: Shared & { readonly options: readonly (readonly [value: string, label: string])[] },
) {
  const { label, hint, error, value, onChange, options } = props;
  const id = useId();
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <select
        id={id}
        value={value}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </Field>
  );
}

export function Check(props: {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <label class="check">
      <input type="checkbox" checked={props.on} onChange={(event) => props.onChange(event.currentTarget.checked)} />
      {props.label}
    </label>
  );
}

export function Switch(props: {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={props.on}
      aria-label={props.label}
      onClick={() => props.onChange(!props.on)}
    >
      <span />
    </button>
  );
}

function Field(
  props: { readonly id: string; readonly children: ComponentChildren } & {
    readonly label: string;
    readonly hint: string | undefined;
    readonly error: string | undefined;
  },
) {
  const { id, label, hint, error, children } = props;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      <p id={`${id}-hint`} class={error === undefined ? 'hint' : 'hint bad'}>
        {error ?? hint ?? ''}
      </p>
    </div>
  );
}

/** A form whose submit does not leave the page. */
export function Form(props: {
  readonly label: string;
  readonly onSubmit: () => unknown;
  readonly class?: string;
  readonly children: ComponentChildren;
}) {
  const submit = (event: Event): void => {
    event.preventDefault();
    void props.onSubmit();
  };
  return (
    <form class={props.class ?? 'form'} aria-label={props.label} onSubmit={submit}>
      {props.children}
    </form>
  );
}
