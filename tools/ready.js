/**
 * Run before `npm start` and `npm test`: installs the dependencies where they are missing or older than the lock file,
 * and says so. Plain JavaScript without imports of ours, because it runs before anything is installed and on any Node.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The packages that should be there and are not, or are there in another version. */
function missing(root, withDev) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  return Object.entries(wanted)
    .filter(([path, { link, optional, dev, devOptional }]) => {
      // The root and the workspaces are not installed; optional packages may not be for this machine.
      return path.includes('node_modules/') && !link && !optional && (withDev || !(dev || devOptional));
    })
    .filter(([path, { version }]) => installed[path]?.version !== version)
    .map(([path]) => path);
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

const found = missing(ROOT, process.argv.includes('--with-dev'));
if (found.length > 0) {
  process.stderr.write(
    `Penstock: ${found.length} ${found.length === 1 ? 'package is' : 'packages are'} not installed. Running npm ci, which takes a minute; next time this is skipped.\n`,
  );
  const npm = process.env.npm_execpath;
  const [command, ...args] = npm === undefined ? ['npm'] : [process.execPath, npm];
  const { status, error } = spawnSync(command, [...args, 'ci', '--no-audit', '--no-fund'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (status !== 0) {
    process.stderr.write(
      `Penstock: npm ci failed${error ? ` (${error.message})` : ''}. Run it yourself, then try again.\n`,
    );
    process.exit(status ?? 1);
  }
}
