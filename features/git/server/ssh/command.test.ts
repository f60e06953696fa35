import { describe, expect, it } from 'vitest';
import { readCommand } from './command.ts';

describe('a command over SSH', () => {
  it.each([
    ["git-upload-pack '/weather.git'", 'git-upload-pack'],
    ["git-receive-pack 'weather'", 'git-receive-pack'],
    ["git upload-pack '/git/weather.git/'", 'git-upload-pack'],
    ['git-upload-pack weather.git', 'git-upload-pack'],
  ])('%s is a service and a project', (text, service) => {
    expect(readCommand(text)).toEqual({ service, repository: 'weather' });
  });

  it.each([
    'ls',
    'git-upload-archive weather.git',
    'git-upload-pack --help',
    "git-upload-pack '--upload-pack=touch /tmp/x'",
    "git-upload-pack 'weather.git'; ls",
    "git-upload-pack '../weather.git'",
    "git-upload-pack 'a'\\''b'",
    'git-upload-pack',
  ])('%s is not', (text) => {
    expect(readCommand(text)).toBeUndefined();
  });
});
