/** The module that `conditions` makes of a condition's words. */
const conditionsModule = 'ecode_conditions';

/** Stops also when a condition cannot be evaluated: debugpy would take that for false, and a person would wait in vain. */
export const conditions = {
  file: `${conditionsModule}.py`,
  source: `def holds(words, names, values):
    try:
        return eval(words, names, values)
    except Exception:
        return True
`,
  wrap: (condition: string): string =>
    `__import__('${conditionsModule}').holds(${JSON.stringify(condition)}, globals(), locals())`,
};

/** The variable by which the adapter's port reaches the program. */
export const portVariable = 'ECODE_DEBUG_PYTHON';

/**
 * Python reads this module before a program. The first Python process of the command starts itself anew under debugpy,
 * which is what lets it stop at exceptions that nobody catches; what it starts itself is not debugged.
 * Options of the interpreter stay before `-m debugpy`, the program and its arguments come after.
 */
export const start = `
import os, sys


def begin(port):
    import socket
    words = getattr(sys, 'orig_argv', [])[1:]
    options = []
    while words and words[0].startswith('-') and words[0] not in ('-', '-m', '-c'):
        options.append(words.pop(0))
        if options[-1] in ('-X', '-W') and words:
            options.append(words.pop(0))
    if not words or words[0] == '-':
        return
    try:
        socket.create_connection(('127.0.0.1', int(port)), 5).close()
    except OSError:
        return
    debugger = ['-m', 'debugpy', '--connect', '127.0.0.1:' + port, '--wait-for-client',
                '--configure-subProcess', 'False']
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable] + options + debugger + words)


port = os.environ.pop('${portVariable}', None)
if port:
    begin(port)
`;
