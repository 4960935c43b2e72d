/** Secrets by the names that a source file gives them. Read anew for each request, and kept by the reader for minutes. */

import type { SecretReader } from '@penstock/shared/runtime/secrets.ts';
import { fillText, parseTemplate, placeholdersOf, type Values } from './template.ts';
import type { Redactor } from './wire/redact.ts';

export interface SecretValues {
  /** The texts of these names, each hidden from every message from now on. */
  read(names: readonly string[]): Promise<Readonly<Record<string, string>>>;
  /** The text of a template with secrets and settings in it. */
  fill(text: string, values: Values): Promise<string>;
}

export function createSecretValues(
  versions: Readonly<Record<string, string>>,
  reader: Pick<SecretReader, 'read'>,
  redactor: Redactor,
): SecretValues {
  async function read(names: readonly string[]): Promise<Readonly<Record<string, string>>> {
    const texts = await Promise.all(names.map((name) => reader.read(versions[name] as string)));
    // Files that end with a line break are how secrets are often made.
    const entries = texts.map((text, index) => [names[index] as string, text.replace(/\r?\n$/, '')] as const);
    for (const [, text] of entries) redactor.hide(text);
    return Object.fromEntries(entries);
  }
  return {
    read,
    fill: async (text, values) => {
      const template = parseTemplate(text);
      const names = placeholdersOf(template).filter(({ scope }) => scope === 'secret');
      const secret = await read(names.map(({ path }) => path.join('.')));
      return fillText(template, { ...values, secret }) as string;
    },
  };
}
