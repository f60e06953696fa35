/** Goes to an address from where no component is, such as a command. The router follows the history of the page. */
export function openAddress(path: string): void {
  window.history.pushState({}, '', path);
}
