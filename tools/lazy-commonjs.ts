/**
 * An esbuild plugin for CommonJS packages that a function loads when it first needs them. In a bundle in parts such a
 * package has its default export only, while Node finds the names too: `(await import('x')).Client` was undefined in a
 * deployed function and right everywhere else. Each such package gets a module that exports the names Node finds.
 */

import type { Plugin } from 'esbuild';

const NAMESPACE = 'lazy-commonjs';
/** Node adds this name to what it finds in a CommonJS module, and in no other. */
const COMMONJS_MARK = 'module.exports';

export function lazyCommonJs(root: string): Plugin {
  return {
    name: NAMESPACE,
    setup: (build) => {
      build.onResolve({ filter: /^[^./]/ }, async ({ path, kind }) => {
        if (kind !== 'dynamic-import' || path.startsWith('node:') || path.startsWith('@penstock/')) return undefined;
        return (await namesOf(path)) === undefined ? undefined : { path, namespace: NAMESPACE };
      });
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, async ({ path }) => {
        const exported = ((await namesOf(path)) ?? []).map((name) => `export const ${name} = whole.${name};`);
        const contents = [
          `import * as whole from ${JSON.stringify(path)};`,
          ...exported,
          'export default whole.default ?? whole;',
        ].join('\n');
        return { contents, resolveDir: root, loader: 'js' };
      });
    },
  };
}

/** The names that Node finds in a CommonJS package; undefined for another kind of package. */
async function namesOf(path: string): Promise<readonly string[] | undefined> {
  const names = Object.keys((await import(path)) as object);
  if (!names.includes(COMMONJS_MARK)) return undefined;
  return names.filter((name) => name !== 'default' && /^[A-Za-z_$][\w$]*$/.test(name));
}
