/** `projects.visibility_changed` of a project named Weather becomes `Visibility changed: Weather`. */
export function summarize(event: string, payload: Record<string, unknown>): string {
  const words = event.slice(event.indexOf('.') + 1).replaceAll('_', ' ');
  const sentence = words.slice(0, 1).toUpperCase() + words.slice(1);
  const about = payload['name'] ?? payload['email'];
  return typeof about === 'string' && about !== '' ? `${sentence}: ${about}` : sentence;
}
