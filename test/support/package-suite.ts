/** The package's promises, checked in an empty project however the package came there. */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type EmptyProject, filesOf } from './empty-project.ts';

const PAGE = 'local/package/README.md';
const TYPESCRIPT = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    noEmit: true,
    module: 'nodenext',
    target: 'es2024',
    lib: ['es2024', 'esnext.disposable'],
    types: ['node', 'mocha'],
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: true,
  },
  include: ['*.ts'],
};

/** `bin` is the folder of the tools: of the project where they are installed there. */
export function packageSuite(project: () => EmptyProject, bin: (tool: string) => string): void {
  before(() => {
    for (const [name, code] of filesOf(PAGE)) project().write(name, code);
    project().write('faults.ts', FAULTS);
    project().write('tsconfig.json', JSON.stringify(TYPESCRIPT));
  });

  it('has types for all its entries that hold under strict rules, its dependencies’ included', async () => {
    await project().run(bin('tsc'), '-p', '.');
  });

  it('runs the example of its README', async () => {
    await project().run(process.execPath, 'example.ts');
  });

  it('runs the README’s suite for Mocha', async () => {
    const output = await project().run(bin('mocha'), '--require', './cloud.ts', 'orders.mocha.ts');
    assert.match(output, /1 passing/);
  });

  it('runs the README’s suite for Node’s own runner', async () => {
    const output = await project().run(process.execPath, '--test', '--test-reporter=tap', 'partitions.node.ts');
    assert.match(output, /^# pass 2$/m);
    assert.match(output, /^# fail 0$/m);
  });

  it('starts the cloud by its command, says where it is, and stops on a signal', async () => {
    const ports = 'pubsub documents secrets scheduler eventarc console storage bigquery bigquery-storage'.split(' ');
    const args = ['start', '--memory', '--json', '--ports', ports.map((name) => `${name}=0`).join(',')];
    const command = join(project().folder, 'node_modules/@penstock/local/command/penstock.js');
    const child = spawn(process.execPath, [command, ...args], {
      cwd: project().folder,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const [line] = (await once(lines, 'line')) as [string];
    const { addresses } = JSON.parse(line) as { addresses: Record<string, string> };
    assert.deepEqual(Object.keys(addresses).toSorted(), ports.toSorted());
    const answer = await fetch(`http://${addresses.bigquery}/bigquery/v2/projects/p/datasets`);
    assert.equal(answer.status, 200);
    await answer.body?.cancel();
    // The console's page comes built with the package.
    const page = await fetch(`http://${addresses.console}/assets/app.js`);
    assert.equal(page.status, 200);
    await page.body?.cancel();
    child.kill('SIGINT');
    const [code] = (await once(child, 'exit')) as [number];
    assert.equal(code, 0);
  });

  it('says in one sentence what is wrong with its command line', async () => {
    const command = join(project().folder, 'node_modules/@penstock/local/command/penstock.js');
    await assert.rejects(
      project().run(process.execPath, command, '--ports', 'pubsb=1'),
      /there is no pubsb; there are/,
    );
    assert.match(await project().run(process.execPath, command, '--version'), /^\d+\.\d+\.\d+\n$/);
  });
}

const FAULTS = `
import { FAULT_KINDS, type FaultRule, Faults } from '@penstock/local/faults';
const rule: FaultRule = { service: 'pubsub', method: 'Publish', kind: FAULT_KINDS[0] };
export const id: string = new Faults().add(rule);
`;
