/**
 * A reporter of knip that says how many files it looked at, which its own reporters do not.
 *
 * @param {{ counters: { total: number } }} result
 */
function reportCount({ counters }) {
  console.log(`looked at ${counters.total} files`);
}

// oxlint-disable-next-line import/no-default-export -- knip takes the default export of a reporter.
export default reportCount;
