/**
 * The editor has no endpoints of its own: it works through `@e-code/projects`, `@e-code/sandboxes` and the project host.
 * The addresses that others link to are here.
 */

/** The workspace of a project, and optionally the file and line to show in it. */
export function workspaceAddress(slug: string, place?: { readonly file: string; readonly line?: number }): string {
  if (!place) return `/p/${slug}`;
  const line = place.line === undefined ? '' : `&line=${place.line}`;
  return `/p/${slug}?file=${encodeURIComponent(place.file)}${line}`;
}
