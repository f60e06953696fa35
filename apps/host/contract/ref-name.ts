/** What git takes for the name of a branch or tag, as far as a pattern can say it; git checks the rest itself. */
export const refNamePattern = /^(?![-/.])(?!.*(?:\.\.|\/\/|@\{|\.lock(?:\/|$)))[^\0-\x20\x7f~^:?*[\\]+(?<![/.])$/;
