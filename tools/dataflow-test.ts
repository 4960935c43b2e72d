/**
 * `npm run test:dataflow`: the Beam job's tests, by Maven, against the local cloud that this starts. Needs a JDK 17 and Maven; the
 * first run downloads Beam, later ones need no network. Further words go to Maven: `-- -Dtest=ConformanceTest`.
 */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalCloud } from '../local/index.ts';
import { summaryOf } from './dataflow/reports.ts';
import { missingTool } from './dataflow/toolchain.ts';

const MODULE = new URL('../deploy/dataflow/', import.meta.url).pathname;
const missing = missingTool();
if (missing !== undefined) {
  process.stderr.write(`NOT RUN: the Beam job's tests, because ${missing}\n`);
  process.exit(2);
}

/** The password of a store that holds no secret. */
const PASSWORD = 'changeit';
/** Short runs: the JVM that is quickest to be fast. */
const JVM = [
  '-Xmx1500m',
  '-XX:TieredStopAtLevel=1',
  '-XX:+UseSerialGC',
  `-Djava.util.logging.config.file=${MODULE}src/test/resources/logging.properties`,
];
/** Flink reaches into the JDK. */
const OPENS = ['util', 'lang', 'time', 'nio'].map((name) => `--add-opens=java.base/java.${name}=ALL-UNNAMED`);

const folder = mkdtempSync(join(tmpdir(), 'penstock-dataflow-'));
const cloud = await startLocalCloud({ tls: true });
let status = 1;
try {
  const store = trustStore(cloud.authority?.certificate ?? '');
  const trust = [`-Djavax.net.ssl.trustStore=${store}`, `-Djavax.net.ssl.trustStorePassword=${PASSWORD}`];
  const words = ['-q', '-B', '-Pflink', `-DargLine=${[...JVM, ...trust, ...OPENS].join(' ')}`];
  rmSync(join(MODULE, 'target/surefire-reports'), { recursive: true, force: true });
  const maven = spawn('mvn', [...words, ...process.argv.slice(2), 'test'], {
    cwd: MODULE,
    stdio: 'inherit',
    env: { ...process.env, ...cloud.env, PENSTOCK_CONSOLE: String(cloud.addresses.console) },
  });
  const [code] = (await once(maven, 'exit')) as [number | null];
  status = code ?? 1;
  if (status === 0) process.stdout.write(`${summaryOf(join(MODULE, 'target/surefire-reports'))}\n`);
} finally {
  await cloud.close();
  rmSync(folder, { recursive: true });
}
process.exit(status);

/** A store of one certificate: the job's gRPC trusts the JVM's store. */
function trustStore(certificate: string): string {
  const [pem, store] = [join(folder, 'authority.pem'), join(folder, 'trust.p12')];
  writeFileSync(pem, certificate);
  const words = [
    '-importcert',
    '-noprompt',
    '-alias',
    'local',
    '-file',
    pem,
    '-keystore',
    store,
    '-storetype',
    'PKCS12',
  ];
  const made = spawnSync('keytool', [...words, '-storepass', PASSWORD], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`keytool failed: ${made.stdout}${made.stderr}`);
  return store;
}
