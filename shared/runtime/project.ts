/** What a Google client is told of its project: nothing where the environment does not say, so that it finds out itself. */

export function projectOf(projectId: string): { readonly projectId?: string } {
  return projectId === '' ? {} : { projectId };
}
