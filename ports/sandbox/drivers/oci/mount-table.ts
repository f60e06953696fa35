export interface Mount {
  readonly directory: string;
  readonly type: string;
  readonly source: string;
  readonly options: string[];
}

/** Reads the format of `/proc/self/mountinfo`, see proc_pid_mountinfo(5). Options are those of the super block. */
export function parseMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [before, after] = line.split(' - ');
    const directory = before?.split(' ')[4];
    const [type, source, options] = after?.split(' ') ?? [];
    if (directory === undefined || type === undefined || source === undefined) return [];
    return [{ directory: unescape(directory), type, source: unescape(source), options: options?.split(',') ?? [] }];
  });
}

/** Spaces and the like are written as three octal digits. */
function unescape(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 8)));
}
