/** Java and Maven, as far as the Beam job's tests need them. */

import { spawnSync } from 'node:child_process';

export const JAVA_VERSION = 17;

/** Why the tests cannot run here, or undefined where they can. */
export function missingTool(run: (command: string) => string | undefined = versionOf): string | undefined {
  const java = run('java');
  if (java === undefined) return `there is no java: install a JDK ${JAVA_VERSION}`;
  const major = Number(/version "(\d+)/.exec(java)?.[1] ?? 0);
  if (major < JAVA_VERSION) return `java is version ${major}: install a JDK ${JAVA_VERSION} or later`;
  if (run('mvn') === undefined) return 'there is no mvn: install Maven 3.8 or later';
  return run('keytool') === undefined ? 'there is no keytool: install a whole JDK' : undefined;
}

function versionOf(command: string): string | undefined {
  const flag = command === 'keytool' ? '-help' : '-version';
  const { error, stdout, stderr } = spawnSync(command, [flag], { encoding: 'utf8' });
  return error === undefined ? `${stdout}${stderr}` : undefined;
}
