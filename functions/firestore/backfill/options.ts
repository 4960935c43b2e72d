/** The command line of the backfill. */

import { parseArgs } from 'node:util';

export const HELP = `npm run backfill -- --collection <path> [options]

Walks the documents of a Firestore collection and publishes each as the function would, marked IMPORT and with the
document's own update time. Walking again publishes the same issue ids, and a later change of a document is later.

--collection <path>   the collection: issues, or users/alice/orders
--group <id>          instead: every collection of this id, wherever it is
--project <id>        default: GOOGLE_CLOUD_PROJECT
--database <id>       default: (default)
--cursor <file>       remembers where the walk is after every page; the same command goes on from there
--rate <n>            documents a second at most, 1 to 10000 (default: 500)
--page <n>            documents a page, 1 to 300 (default: 100); a page is held in memory
--dry-run             reads and counts, publishes nothing
--help                this text

Settings of the function are read from the environment: ISSUES_TOPIC, FIRESTORE_DOCUMENTS, FIRESTORE_ENCODING,
FIRESTORE_FIELDS, and so on. With FIRESTORE_EMULATOR_HOST the documents come from an emulator, else from Google with the
credentials that Google's libraries find. Progress goes to standard error, the sum to standard output.
Ends with 0 when all is published, 1 when it is not, 2 when it was called wrongly.
`;

export interface BackfillOptions {
  readonly project: string;
  readonly database: string;
  /** What is walked, by path or by id. */
  readonly source: { readonly collection: string } | { readonly group: string };
  readonly cursor: string | undefined;
  readonly rate: number;
  readonly page: number;
  readonly dryRun: boolean;
}

/** `help` where that is asked for; throws an Error that lists everything that is wrong. */
export function readOptions(args: readonly string[], defaultProject: string): BackfillOptions | 'help' {
  const { values } = parseArgs({
    args: [...args],
    options: {
      collection: { type: 'string' },
      group: { type: 'string' },
      project: { type: 'string', default: defaultProject },
      database: { type: 'string', default: '(default)' },
      cursor: { type: 'string' },
      rate: { type: 'string', default: '500' },
      page: { type: 'string', default: '100' },
      'dry-run': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const { collection, group, project, database } = values;
  const problems: string[] = [];
  const within = (name: 'rate' | 'page', max: number): number => {
    const value = Number(values[name]);
    if (!/^\d+$/.test(values[name]) || value < 1 || value > max)
      problems.push(`--${name} is ${values[name]}: allowed is a whole number from 1 to ${max}`);
    return value;
  };
  if ((collection === undefined) === (group === undefined)) problems.push('give either --collection or --group');
  if (collection !== undefined && !isCollection(collection))
    problems.push(`--collection is ${collection}, which is not the path of a collection`);
  if (group !== undefined && !/^[^/]+$/.test(group)) problems.push(`--group is ${group}, which is no collection id`);
  if (!/^[^/]+$/.test(project)) problems.push('--project is missing, and GOOGLE_CLOUD_PROJECT is not set');
  if (!/^[^/]+$/.test(database)) problems.push(`--database is ${database}, which is no database id`);
  const rate = within('rate', 10_000);
  const page = within('page', 300);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const source = collection === undefined ? { group: String(group) } : { collection };
  return { project, database, source, cursor: values.cursor, rate, page, dryRun: values['dry-run'] };
}

function isCollection(path: string): boolean {
  const segments = path.split('/');
  // Names that are no names: as parts of an URL they would lead elsewhere.
  return segments.length % 2 === 1 && !segments.some((segment) => ['', '.', '..'].includes(segment));
}
