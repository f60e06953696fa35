/**
 * What the engine evaluates at a breakpoint: it stops when that is true. Empty: it always stops. Also when the condition
 * cannot be evaluated: the engine would take that for false, and a person would wait in vain.
 */
export function conditionOf({ condition, logMessage }: { condition?: string; logMessage?: string }): string {
  if (logMessage === undefined || logMessage === '') {
    if (condition === undefined || condition === '') return '';
    return `(() => { try { return eval(${JSON.stringify(condition)}); } catch { return true; } })()`;
  }
  const words = toTemplate(logMessage);
  const say = `console.log(${words})`;
  const when = condition === undefined || condition === '' ? '' : `if (${condition}) `;
  return `(() => { try { ${when}${say}; } catch (error) { console.log(String(error)); } return false; })()`;
}

/** `x is {x}` as an expression that joins the words and the values. */
function toTemplate(message: string): string {
  const parts = message.split(/\{([^{}]+)\}/);
  return parts.map((part, index) => (index % 2 === 0 ? JSON.stringify(part) : `String(${part})`)).join(' + ');
}
