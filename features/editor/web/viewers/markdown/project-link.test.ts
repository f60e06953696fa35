import { expect, it } from 'vitest';
import { targetOf } from './project-link.ts';

it.each([
  ['other.md', { kind: 'file', path: 'docs/other.md', fragment: '' }],
  ['./a%20b.png?raw=true#top', { kind: 'file', path: 'docs/a b.png', fragment: 'top' }],
  ['../README.md', { kind: 'file', path: 'README.md', fragment: '' }],
  ['/src/x.ts', { kind: 'file', path: 'src/x.ts', fragment: '' }],
  ['../../etc/passwd', { kind: 'none' }],
  ['#part-two', { kind: 'heading', fragment: 'part-two' }],
  ['https://example.org/a', { kind: 'outside', url: 'https://example.org/a' }],
  ['//example.org/a', { kind: 'outside', url: 'https://example.org/a' }],
  ['mailto:a@example.org', { kind: 'outside', url: 'mailto:a@example.org' }],
  ['javascript:alert(1)', { kind: 'none' }],
  ['JaVaScRiPt:alert(1)', { kind: 'none' }],
  ['vbscript:x', { kind: 'none' }],
  ['data:text/html,<script>1</script>', { kind: 'none' }],
  ['data:image/svg+xml,<svg/>', { kind: 'none' }],
  ['data:image/png;base64,AA==', { kind: 'inline', url: 'data:image/png;base64,AA==' }],
  ['%E0%A4%A', { kind: 'file', path: 'docs/%E0%A4%A', fragment: '' }],
  ['', { kind: 'none' }],
])('takes %s for its place', (address, target) => {
  expect(targetOf(address, 'docs/guide.md')).toEqual(target);
});
