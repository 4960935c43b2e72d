/** A rule over the resources of a tree. It finds a mistake that neither Terraform nor an API reports before production. */

import type { Resource } from './resources.ts';

export interface Problem {
  readonly rule: string;
  readonly address: string;
  /** The mistake and its remedy, in one sentence. */
  readonly message: string;
}

export interface Rule {
  readonly name: string;
  /** One sentence for the list of rules in the docs. */
  readonly about: string;
  /** Returns a sentence for each mistake at this resource. */
  readonly check: (resource: Resource, all: readonly Resource[]) => readonly string[];
}

export function checkAll(rules: readonly Rule[], resources: readonly Resource[]): readonly Problem[] {
  return rules.flatMap((rule) =>
    resources.flatMap((resource) =>
      rule.check(resource, resources).map((message) => ({ rule: rule.name, address: resource.address, message })),
    ),
  );
}

/** A rule that looks at resources of one type only. */
export function ruleFor(
  type: string,
  name: string,
  about: string,
  check: (values: Resource['values'], resource: Resource, all: readonly Resource[]) => readonly string[],
): Rule {
  return {
    name,
    about,
    check: (resource, all) => (resource.type === type ? check(resource.values, resource, all) : []),
  };
}
