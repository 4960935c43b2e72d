/** Looking through a syntax tree for a node, whatever is around it. */

/** Whether a node of the tree passes the test. Queries inside of an expression are entered only where `depth` says so. */
export function contains(
  tree: unknown,
  test: (node: object) => boolean,
  depth: 'here' | 'everywhere' = 'here',
): boolean {
  if (typeof tree !== 'object' || tree === null || ArrayBuffer.isView(tree)) return false;
  if (Array.isArray(tree)) return tree.some((item) => contains(item, test, depth));
  if (test(tree)) return true;
  if (depth === 'here' && 'recursive' in tree && 'body' in tree) return false;
  return Object.values(tree).some((member) => contains(member, test, depth));
}
