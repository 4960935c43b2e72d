/** Explores every interleaving of a small model, breadth first, and never the same state twice. */

export interface Model<S> {
  readonly initial: S;
  /** Every state that one step leads to, with the step's name. */
  next(state: S): Iterable<readonly [step: string, state: S]>;
  /** The fault of a state; undefined if there is none. */
  wrong(state: S): string | undefined;
}

export interface Explored {
  readonly states: number;
  /** Whether no state was left out because of the depth. */
  readonly complete: boolean;
  readonly depth: number;
  /** The first wrong state that was found, on the shortest way to it. */
  readonly failure: { readonly reason: string; readonly steps: readonly string[] } | undefined;
}

interface Node<S> {
  readonly state: S;
  readonly step: string;
  readonly from: Node<S> | undefined;
}

export function explore<S>(model: Model<S>, maxDepth: number): Explored {
  const seen = new Set([JSON.stringify(model.initial)]);
  let layer: Node<S>[] = [{ state: model.initial, step: 'begin', from: undefined }];
  for (let depth = 0; layer.length > 0; depth += 1) {
    const following: Node<S>[] = [];
    for (const node of layer) {
      const reason = model.wrong(node.state);
      if (reason !== undefined)
        return { states: seen.size, complete: false, depth, failure: { reason, steps: stepsTo(node) } };
      if (depth === maxDepth) continue;
      for (const [step, state] of model.next(node.state)) {
        const key = JSON.stringify(state);
        if (seen.has(key)) continue;
        seen.add(key);
        following.push({ state, step, from: node });
      }
    }
    if (following.length === 0)
      return { states: seen.size, complete: depth < maxDepth || layer.length === 0, depth, failure: undefined };
    layer = following;
  }
  return { states: seen.size, complete: true, depth: maxDepth, failure: undefined };
}

function stepsTo<S>(node: Node<S>): readonly string[] {
  const steps: string[] = [];
  for (let at: Node<S> | undefined = node; at !== undefined; at = at.from) steps.unshift(at.step);
  return steps;
}
