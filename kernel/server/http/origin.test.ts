import { describe, expect, it } from 'vitest';
import { createSite } from './origin.ts';

const local = createSite({ appsDomain: 'apps.localhost' }, 3000);
const hosted = createSite({ publicUrl: 'https://code.example.org', appsDomain: 'apps.example.net' }, 3000);

describe('the product’s site', () => {
  it.each([
    [local, 'localhost:3000', true],
    [local, '127.0.0.1:3000', true],
    [local, '[::1]:3000', true],
    [local, 'localhost:3001', false],
    [local, 'rebound.example:3000', false],
    [local, '3000-prj-x.apps.localhost:3000', false],
    [local, undefined, false],
    [hosted, 'code.example.org', true],
    [hosted, 'code.example.org.evil.example', false],
  ])('knows whether a host is its own', (site, host, own) => {
    expect([host, site.isProduct(host)]).toEqual([host, own]);
  });
});

describe('the site of users’ apps', () => {
  it.each([
    [local, '3000-prj-x.apps.localhost:3000', '3000-prj-x'],
    [local, '3000-PRJ-x.apps.localhost', '3000-prj-x'],
    [local, 'a.b.apps.localhost', undefined],
    [local, 'apps.localhost:3000', undefined],
    [local, 'localhost:3000', undefined],
    [hosted, 'x.apps.example.net', 'x'],
  ])('reads the label of a host', (site, host, label) => {
    expect([host, site.appLabel(host)]).toEqual([host, label]);
  });

  it('makes addresses that read back', () => {
    expect(local.appOrigin('3000-prj-x')).toBe('http://3000-prj-x.apps.localhost:3000');
    expect(hosted.appOrigin('x')).toBe('https://x.apps.example.net');
  });
});
