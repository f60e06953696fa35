/**
 * @typedef {{ passed: number, failed: number, skipped: number }} Count
 */

/**
 * Counts what vitest reports. A file that broke before its first test has no failed test, and a run that crashed has
 * no report: each counts as one failure, so that nothing that went wrong adds up to zero.
 *
 * @param {unknown} report of the json reporter, or undefined when there is none
 * @param {number} exitCode of vitest
 * @returns {Count}
 */
export function countTests(report, exitCode) {
  const count = { passed: 0, failed: 0, skipped: 0 };
  for (const file of readFiles(report)) {
    const results = file.assertionResults ?? [];
    for (const { status } of results) {
      if (status === 'passed') count.passed += 1;
      else if (status === 'failed') count.failed += 1;
      else count.skipped += 1;
    }
    const isBroken = file.status === 'failed' && !results.some(({ status }) => status === 'failed');
    if (isBroken) count.failed += 1;
  }
  if (exitCode !== 0 && count.failed === 0) count.failed = 1;
  if (count.passed + count.failed === 0) count.failed = 1;
  return count;
}

/**
 * @param {unknown} report
 * @returns {{ status?: string, assertionResults?: { status: string }[] }[]}
 */
function readFiles(report) {
  if (typeof report !== 'object' || report === null || !('testResults' in report)) return [];
  return Array.isArray(report.testResults) ? report.testResults : [];
}

/**
 * @param {Count[]} counts
 * @returns {Count}
 */
export function sumCounts(counts) {
  const add = (/** @type {keyof Count} */ key) => counts.reduce((sum, count) => sum + count[key], 0);
  return { passed: add('passed'), failed: add('failed'), skipped: add('skipped') };
}

/**
 * @param {Count} count
 * @returns {string} such as `12 passed, 0 failed`; what was skipped stands on a line of its own before it
 */
export function describeCount({ passed, failed, skipped }) {
  return `${skipped > 0 ? `${skipped} skipped\n` : ''}${passed} passed, ${failed} failed`;
}
