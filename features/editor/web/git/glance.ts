// What the workspace shows of git without its panel, in one file of the build.
export { ChangeCount } from './change-count.tsx';
export { showGitMarks } from './editor-marks.ts';
export { GitStatusItem } from './status-item.tsx';
