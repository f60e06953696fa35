/**
 * The sign-in address that comes back to where the person wanted to go. Only addresses of this application are carried:
 * `//host` and `/\host` would leave it.
 */
export function signInAddress(next: string): string {
  const plain = next === '/' || /^\/sign-in\b/.test(next) || !/^\/(?![/\\])/.test(next);
  return plain ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`;
}
