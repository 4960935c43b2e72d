/** Runs `terraform` or `tofu` over a tree with the provider of `deploy/provider`, in a copy, without any network. */

import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Provider, type ProviderOptions, startProvider } from '../provider/server.ts';

export interface Ran {
  readonly code: number;
  /** Standard output and standard error, in turn. */
  readonly output: string;
}

export interface Workspace {
  /** The folder that terraform runs in. */
  readonly folder: string;
  run(...words: readonly string[]): Promise<Ran>;
  close(): void;
}

/** The first of `terraform` and `tofu` on the path, or what TERRAFORM names; undefined where there is none. */
export function findTerraform(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env.TERRAFORM) return env.TERRAFORM;
  const folders = (env.PATH ?? '').split(delimiter);
  const candidates = ['terraform', 'tofu'].flatMap((name) => folders.map((folder) => join(folder, name)));
  return candidates.find((path) => existsSync(path));
}

export interface WorkspaceOptions extends ProviderOptions {
  readonly terraform: string;
  /** The folder that holds `modules` and the roots; copied whole. */
  readonly tree: string;
  /** The root to run in, below the tree. */
  readonly root: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** Copies the tree and initialises the root in it. Throws with terraform's own words where that fails. */
export async function openWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const copy = mkdtempSync(join(tmpdir(), 'penstock-deploy-'));
  let provider: Provider | undefined;
  const close = () => {
    provider?.close();
    rmSync(copy, { recursive: true, force: true });
  };
  try {
    cpSync(options.tree, copy, { recursive: true, filter: (path) => !/[/\\](\.terraform|target)([/\\]|$)/.test(path) });
    const folder = join(copy, options.root);
    if (options.variables) writeFileSync(join(folder, 'check.auto.tfvars.json'), JSON.stringify(options.variables));
    provider = await startProvider(options);
    const env = environment(copy, provider.reattach, options.project);
    const run = (...words: readonly string[]) => execute(options.terraform, words, folder, env);
    const { code, output } = await run('init', '-no-color', '-input=false');
    if (code !== 0) throw new Error(`terraform init fails in ${options.root}:\n${output}`);
    return { folder, run, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** An empty configuration file keeps a user's mirrors and credentials out of the check. */
function environment(copy: string, reattach: string, project: string): NodeJS.ProcessEnv {
  const settings = join(copy, 'terraform.rc');
  writeFileSync(settings, '');
  return {
    ...process.env,
    TF_CLI_CONFIG_FILE: settings,
    TF_REATTACH_PROVIDERS: reattach,
    TF_IN_AUTOMATION: '1',
    CHECKPOINT_DISABLE: '1',
    GOOGLE_PROJECT: project,
  };
}

function execute(program: string, words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(program, words, { cwd, env, maxBuffer: 1 << 28, timeout: 300_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
      resolve({ code, output: stdout + stderr });
    });
  });
}
