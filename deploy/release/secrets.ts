/** Keeps secrets out of a release. Looks for the shapes of credentials, for secrets of this environment, and for paths of this machine. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

interface Shape {
  readonly what: string;
  readonly shape: RegExp;
}

const SHAPES: readonly Shape[] = [
  { what: 'a private key', shape: /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----(?:\\n|\s)*[A-Za-z0-9+/=]{40}/ },
  { what: "a service account's key", shape: /"private_key_id"\s*:\s*"[0-9a-f]{16,}"/ },
  { what: 'a Google API key', shape: /\bAIza[0-9A-Za-z_-]{35}\b/ },
  { what: 'a Google access token', shape: /\bya29\.[0-9A-Za-z_-]{20,}/ },
  { what: 'a GitHub token', shape: /\bgh[pousr]_[A-Za-z0-9]{36}\b/ },
  { what: 'an AWS key', shape: /\bAKIA[0-9A-Z]{16}\b/ },
  { what: 'a Slack token', shape: /\bxox[abprs]-[0-9A-Za-z-]{10,}/ },
  { what: 'a signed token', shape: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/ },
  {
    what: 'a password in an address',
    shape: /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"'`$\\{}<>]+:[^\s/:@"'`$\\{}<>]{3,}@[a-z0-9]/i,
  },
];

/** A variable that is named like a secret, and long enough not to be found by chance. */
const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIAL|API_?KEY|PRIVATE/i;
const LEAST_LENGTH = 8;

export interface Places {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folders of this machine that a released file must not name. */
  readonly folders: readonly string[];
}

/** One sentence a finding, with the file and without the secret itself. */
export function secretsIn(folder: string, { env, folders }: Places): readonly string[] {
  const values = Object.entries(env).filter(
    ([name, value]) => SECRET_NAME.test(name) && value !== undefined && value.length >= LEAST_LENGTH,
  );
  return filesOf(folder).flatMap((path) => {
    const text = readFileSync(path, 'latin1');
    const file = relative(folder, path);
    return [
      ...SHAPES.filter(({ shape }) => shape.test(text)).map(({ what }) => `${file} holds ${what}`),
      ...values
        .filter(([, value]) => text.includes(String(value)))
        .map(([name]) => `${file} holds the value of ${name}`),
      ...folders.filter((one) => text.includes(one)).map(() => `${file} names a folder of the machine that built it`),
    ];
  });
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
