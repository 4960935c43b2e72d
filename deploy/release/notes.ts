/** Release notes from measured figures. A figure that was not measured is said to be missing. */

export interface ReleaseFigures {
  readonly coldStart: {
    readonly ours: Readonly<Record<string, number>>;
    readonly theirs: number;
    readonly ratio: Readonly<Record<string, number>>;
  };
  readonly bundleBytes: Readonly<Record<string, number>>;
  readonly worker: { readonly tag: string; readonly contextBytes: number; readonly imageBytes: number | null };
}

export function notesOf(figures: ReleaseFigures, files: readonly string[]): string {
  const { coldStart, bundleBytes, worker } = figures;
  const rows = Object.keys(bundleBytes).map((name) => {
    const start = coldStart.ours[name];
    const ratio = coldStart.ratio[name];
    if (start === undefined || ratio === undefined) throw new Error(`the cold start of ${name} was not measured`);
    return `| ${name} | ${megabytes(bundleBytes[name] ?? 0)} | ${start} ms | ${ratio.toFixed(2)} |`;
  });
  const image =
    worker.imageBytes === null
      ? 'Its size with the base was not measured, because no Docker engine answered.'
      : `With its base it is ${megabytes(worker.imageBytes)}.`;
  return [
    '# Release notes',
    '',
    'Measured by `npm run -s bench release` on the machine that built the release.',
    '',
    '| function | zip | cold start | against a bare function |',
    '|---|---|---|---|',
    ...rows,
    '',
    `A bare functions-framework function starts in ${coldStart.theirs} ms there.`,
    '',
    `The image of the worker, \`${worker.tag}\`, adds ${megabytes(worker.contextBytes)} to its base. ${image}`,
    '',
    '## Files',
    '',
    ...files.map((file) => `- \`${file}\``),
    '',
  ].join('\n');
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
