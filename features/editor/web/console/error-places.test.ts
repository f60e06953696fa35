import { expect, it } from 'vitest';
import { errorPlaces } from './error-places.ts';

const home = '/home/runner/workspace';
const first = (text: string) => {
  const [found] = errorPlaces(text.split('\n'));
  return found && `${found.path}:${found.place.line}`;
};

it('finds the innermost own call of a Python traceback', () => {
  const text = `start
Traceback (most recent call last):
  File "${home}/app.py", line 5, in <module>
    f()
  File "${home}/part.py", line 2, in f
    return 1 / 0
  File "${home}/.pythonlibs/lib/python3.13/site-packages/x.py", line 9, in g
    raise ValueError
ZeroDivisionError: division by zero`;
  expect(first(text)).toBe('part.py:2');
});

it('finds where Python cannot parse', () => {
  expect(first(`  File "${home}/b.py", line 1\n    print("x"\n         ^\nSyntaxError: '(' was never closed`)).toBe(
    'b.py:1',
  );
});

it('finds the line that Node shows', () => {
  const text = `hi
${home}/a.js:2
function f() { null.x; }
                    ^

TypeError: Cannot read properties of null (reading 'x')
    at f (${home}/a.js:2:21)`;
  expect(first(text)).toBe('a.js:2');
  expect(first(`file://${home}/b.mjs:1\nconst a = ;\n          ^\n\nSyntaxError: Unexpected token ';'`)).toBe(
    'b.mjs:1',
  );
});

it('passes over warnings of compilers', () => {
  const c = `a.c: In function 'main':
a.c:3:3: warning: implicit declaration of function 'print' [-Wimplicit-function-declaration]
a.c:4:13: error: expected ';' before '}' token`;
  expect(first(c)).toBe('a.c:4');
  const rust = `warning: unused variable: \`y\`
 --> main.rs:2:9
  |
error[E0308]: mismatched types
 --> main.rs:3:18`;
  expect(first(rust)).toBe('main.rs:3');
});

it('finds a panic of Rust and of Go', () => {
  expect(first("thread 'main' (14959) panicked at src/main.rs:3:21:\nindex out of bounds")).toBe('src/main.rs:3');
  const go = `panic: runtime error: index out of range\n\ngoroutine 1 [running]:\nmain.main()\n\t${home}/main.go:5 +0x1d`;
  expect(first(go)).toBe('main.go:5');
});

it('finds compile errors and exceptions of Java', () => {
  expect(first('Bad.java:2: error: incompatible types: String cannot be converted to int')).toBe('Bad.java:2');
  expect(first('Exception in thread "main" java.lang.X: Index 5\n\tat Main.main(Main.java:4)')).toBe('Main.java:4');
});

it('finds nothing where nothing failed', () => {
  expect(errorPlaces(['see src/app.ts:3 for more', '0 tests failed'])).toEqual([]);
});
