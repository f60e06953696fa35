import { describe, expect, it } from 'vitest';
import { originOf, protocolOf } from './remote-address.ts';

describe('the address of a remote', () => {
  it.each([
    ['https://github.com/team/project.git', 'https', 'https://github.com'],
    ['https://code.example.org:8443/a/b', 'https', 'https://code.example.org:8443'],
    ['http://localhost:9000/far.git', 'https', 'http://localhost:9000'],
    ['ssh://git@code.example.org:2222/team/project.git', 'ssh', 'ssh://git@code.example.org:2222'],
    ['ssh://code.example.org/team/project.git', 'ssh', 'ssh://git@code.example.org:22'],
    ['git@GitHub.com:team/project.git', 'ssh', 'ssh://git@github.com:22'],
  ])('%s is spoken to over %s, and its credential is for %s', (address, protocol, origin) => {
    expect(protocolOf(address)).toBe(protocol);
    expect(originOf(address)).toBe(origin);
  });

  it.each([
    'http://example.org/project.git',
    'https://name:secret@example.org/project.git',
    'https://name@example.org/project.git',
    'https://example.org',
    'https://example.org/a b',
    'https://example.org\\@evil.example/project.git',
    '--upload-pack=touch /tmp/x',
    '-oProxyCommand=x@host:path',
    'ssh://-oProxyCommand=x/path',
    'ssh://git@-oProxyCommand=x/path',
    'git@host:-x',
    'ext::sh -c touch% /tmp/x',
    'file:///etc',
    '/etc',
    'git://example.org/project.git',
    '',
  ])('%s is none', (address) => {
    expect(protocolOf(address)).toBeUndefined();
  });
});
