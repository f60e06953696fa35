import { type Detector, quote } from './draft.ts';
import { isInstalled } from './programs.ts';

/** stdbuf makes a compiled program write each line at once, although its output is not a terminal. */
const unbuffered = 'stdbuf -oL -eL';

export const detectRust: Detector = async (files) => {
  if (files.has('Cargo.toml')) {
    return {
      command: 'cargo run',
      source: 'Cargo.toml',
      explanation: 'Builds and runs the crate with Cargo.',
      programs: ['cargo'],
    };
  }
  if (!files.has('main.rs')) return undefined;
  const command = 'mkdir -p .build && rustc -o .build/main main.rs && .build/main';
  return {
    command,
    source: 'main.rs',
    explanation: 'Compiles and runs main.rs.',
    entrypoint: 'main.rs',
    programs: ['rustc'],
  };
};

export const detectGo: Detector = async (files) => {
  const source = files.first('go.mod', 'main.go');
  if (source === undefined) return undefined;
  const command = source === 'go.mod' ? 'go run .' : 'go run main.go';
  return { command, source, explanation: 'Builds and runs the program with Go.', programs: ['go'] };
};

export const detectJava: Detector = async (files) => {
  if (files.has('pom.xml')) {
    const command = 'mvn -q compile exec:java';
    return {
      command,
      source: 'pom.xml',
      explanation: 'Compiles and runs the project with Maven.',
      programs: ['java', 'mvn'],
    };
  }
  const main = files.first('Main.java', 'App.java') ?? files.withEnding('.java')[0];
  if (main === undefined) return undefined;
  const name = main.replace(/\.java$/, '');
  const command = `mkdir -p .build && javac -d .build *.java && java -cp .build ${quote(name)}`;
  return {
    command,
    source: main,
    explanation: `Compiles the classes and runs ${name}.`,
    entrypoint: main,
    programs: ['javac'],
  };
};

/** A project of .NET, or files alone: the .NET SDK where it is, Mono otherwise, which distributions carry. */
export const detectCSharp: Detector = async (files) => {
  const project = files.withEnding('.csproj')[0];
  if (project !== undefined) {
    const command = `dotnet run --project ${quote(project)}`;
    return { command, source: project, explanation: `Builds and runs ${project} with .NET.`, programs: ['dotnet'] };
  }
  const main = files.first('Program.cs', 'main.cs', 'Main.cs');
  if (main === undefined) return undefined;
  const ofMain = { source: main, entrypoint: main };
  if (isInstalled('dotnet')) {
    const command = `dotnet run ${quote(main)}`;
    return { ...ofMain, command, explanation: `Compiles and runs ${main} with .NET.`, programs: ['dotnet'] };
  }
  const command = 'mkdir -p .build && mcs -out:.build/main.exe *.cs && mono .build/main.exe';
  return {
    ...ofMain,
    command,
    explanation: 'Compiles the C# files and runs them with Mono.',
    programs: ['mcs', 'mono'],
  };
};

export const detectMake: Detector = async (files) => {
  const name = files.first('Makefile', 'makefile');
  const text = name === undefined ? undefined : await files.text(name);
  if (name === undefined || text === undefined || !/^run\s*:/m.test(text)) return undefined;
  return {
    command: 'make run',
    source: `${name}: run`,
    explanation: `Runs the target "run" of ${name}.`,
    programs: ['make'],
  };
};

export const detectC: Detector = async (files) => {
  const [compiler, ending] = files.has('main.c') ? ['gcc', 'c'] : ['g++', 'cpp'];
  if (!files.has(`main.${ending}`)) return undefined;
  const command = `mkdir -p .build && ${compiler} -Wall -g -o .build/main *.${ending} -lm && ${unbuffered} .build/main`;
  const explanation = `Compiles the ${ending === 'c' ? 'C' : 'C++'} files and runs the program.`;
  return { command, source: `main.${ending}`, explanation, entrypoint: `main.${ending}`, programs: [compiler] };
};
