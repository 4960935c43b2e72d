/** The memory of a process and all it started, as Linux accounts it. */

import { readdir, readFile } from 'node:fs/promises';

export interface TreeMemory {
  /** Shared pages divided among those who share them: what would be free again without these processes. */
  readonly pssMb: number;
  /** Shared pages counted in each process. */
  readonly rssMb: number;
  readonly processes: readonly { readonly command: string; readonly pssMb: number; readonly rssMb: number }[];
}

/** Undefined where there is no /proc. */
export async function memoryOfTree(root: number): Promise<TreeMemory | undefined> {
  const parents = new Map<number, number>();
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name)).map(Number);
  for (const pid of pids) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
    parents.set(pid, Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0));
  }
  const inTree = (pid: number): boolean => pid === root || (parents.has(pid) && inTree(parents.get(pid) as number));
  const processes: TreeMemory['processes'][number][] = [];
  for (const pid of pids.filter(inTree)) {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').slice(0, 3).join(' ');
    const mb = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(rollup)?.[1] ?? 0) / 1024;
    processes.push({ command: command.replaceAll(/\/\S*\//g, ''), pssMb: round(mb('Pss')), rssMb: round(mb('Rss')) });
  }
  if (processes.length === 0) return undefined;
  const sum = (of: 'pssMb' | 'rssMb'): number => round(processes.reduce((total, one) => total + one[of], 0));
  return { pssMb: sum('pssMb'), rssMb: sum('rssMb'), processes };
}

function round(mb: number): number {
  return Math.round(mb * 10) / 10;
}
