/** The project option of a Google client: none if the environment does not say, so that the client finds it out itself. */

export function projectOf(projectId: string): { readonly projectId?: string } {
  return projectId === '' ? {} : { projectId };
}
