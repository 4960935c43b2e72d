/** The small parts that every page is made of. */

import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Icon, type IconName } from './icon.tsx';

export function Page(props: {
  readonly title: string;
  readonly lead?: ComponentChildren;
  readonly trail?: readonly (readonly [label: string, href: string])[];
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  const { title, lead, trail = [], actions, children } = props;
  return (
    <article class="page">
      <header class="page-head">
        <div class="page-title">
          {trail.length > 0 && (
            <nav class="trail" aria-label="Above this page">
              {trail.map(([label, href]) => (
                <a key={href} href={href}>
                  {label}
                </a>
              ))}
            </nav>
          )}
          <h1 tabIndex={-1}>{title}</h1>
          {lead !== undefined && <p class="lead">{lead}</p>}
        </div>
        {actions !== undefined && <div class="actions">{actions}</div>}
      </header>
      {children}
    </article>
  );
}

export function Card(props: {
  readonly title?: string;
  readonly actions?: ComponentChildren;
  readonly class?: string;
  readonly children: ComponentChildren;
}) {
  const { title, actions, children } = props;
  return (
    <section class={`card ${props.class ?? ''}`} {...(title === undefined ? {} : { 'aria-label': title })}>
      {(title !== undefined || actions !== undefined) && (
        <header class="card-head">
          {title !== undefined && <h2>{title}</h2>}
          {actions !== undefined && <div class="actions">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}

type ButtonProps = Omit<JSX.IntrinsicElements['button'], 'icon' | 'type' | 'disabled'> & {
  readonly kind?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly icon?: IconName;
  readonly disabled?: boolean | undefined;
  readonly type?: 'button' | 'submit';
};

export function Button({ kind = 'plain', icon, children, type = 'button', ...rest }: ButtonProps) {
  return (
    <button type={type} class={`button ${kind}`} {...rest}>
      {icon !== undefined && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button that shows that its work is under way, and cannot be pressed twice meanwhile. */
export function WorkButton({ work, children, ...rest }: ButtonProps & { readonly work: () => Promise<unknown> }) {
  const [busy, setBusy] = useState(false);
  const press = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    try {
      await work();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button {...rest} aria-busy={busy} disabled={busy || rest.disabled} onClick={() => void press()}>
      {children}
    </Button>
  );
}

export type Tone = 'plain' | 'good' | 'warning' | 'error' | 'accent';

const SIGNS: Readonly<Record<Tone, IconName | undefined>> = {
  plain: undefined,
  good: 'check',
  warning: 'warning',
  error: 'error',
  accent: undefined,
};

/** A word with a sign: its colour alone says nothing. */
export function Chip({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ComponentChildren }) {
  const sign = SIGNS[tone];
  return (
    <span class={`chip ${tone}`}>
      {sign !== undefined && <Icon name={sign} />}
      {children}
    </span>
  );
}

export function Problem({ message }: { readonly message: string | undefined }) {
  if (message === undefined || message === '') return null;
  return (
    <p class="problem" role="alert">
      <Icon name="error" />
      <span>{message}</span>
    </p>
  );
}

export function Empty({ children }: { readonly children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

export function Facts({ rows }: { readonly rows: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Text that can be copied by one press, and says that it was. */
export function Copy({ text, label = 'Copy' }: { readonly text: string; readonly label?: string }) {
  const [copied, setCopied] = useState(false);
  const press = async (): Promise<void> => {
    await navigator.clipboard?.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 1_500);
  };
  return (
    <button type="button" class="copy" aria-label={`${label} ${text.slice(0, 60)}`} onClick={() => void press()}>
      <Icon name={copied ? 'check' : 'copy'} />
      <span class="hidden" role="status">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  );
}

/** Text in the shape of code: long lines wrap, and it can be copied. */
export function Code({ text, label }: { readonly text: string; readonly label: string }) {
  return (
    <div class="code">
      <pre tabIndex={0} role="group" aria-label={label}>
        {text}
      </pre>
      <Copy text={text} />
    </div>
  );
}

export function Tabs(props: {
  readonly label: string;
  readonly tabs: readonly (readonly [id: string, label: string])[];
  readonly active: string;
  readonly onChange: (id: string) => void;
}) {
  const { tabs, active, onChange } = props;
  const move = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const at = tabs.findIndex(([id]) => id === active);
    const [next] = tabs[(at + step + tabs.length) % tabs.length] ?? [];
    if (next === undefined) return;
    onChange(next);
    const list = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => list.querySelector<HTMLElement>('[aria-selected=true]')?.focus());
  };
  return (
    <div class="tabs" role="tablist" aria-label={props.label} onKeyDown={move}>
      {tabs.map(([id, label]) => (
        <button
          key={id}
          type="button"
          role="tab"
          aria-selected={id === active}
          tabIndex={id === active ? 0 : -1}
          onClick={() => onChange(id)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
