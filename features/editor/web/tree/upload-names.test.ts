import { expect, it } from 'vitest';
import { UploadNames } from './upload-names.ts';

function storage(): Pick<Storage, 'getItem' | 'setItem'> {
  const entries = new Map<string, string>();
  return { getItem: (key) => entries.get(key) ?? null, setItem: (key, value) => void entries.set(key, value) };
}

const film = { size: 5 * 1024 ** 3, lastModified: 1 };

it('knows an upload of the same file again after a reload', () => {
  const kept = storage();
  const { id, begun } = new UploadNames('p1', kept).of('film.mp4', film);
  expect(begun).toBe(false);
  expect(new UploadNames('p1', kept).of('film.mp4', film)).toEqual({ id, begun: true });
});

it('takes another file, another place and another project for another upload', () => {
  const kept = storage();
  const names = new UploadNames('p1', kept);
  const { id } = names.of('film.mp4', film);
  expect(names.of('film.mp4', { ...film, lastModified: 2 }).id).not.toBe(id);
  expect(names.of('film.mp4', { ...film, size: film.size + 1 }).id).not.toBe(id);
  expect(names.of('a/film.mp4', film).id).not.toBe(id);
  expect(new UploadNames('p2', kept).of('film.mp4', film).id).not.toBe(id);
});

it('begins anew after an upload was complete or removed', () => {
  const kept = storage();
  const names = new UploadNames('p1', kept);
  const { id } = names.of('film.mp4', film);
  names.forget(id);
  expect(new UploadNames('p1', kept).of('film.mp4', film).begun).toBe(false);
});

it('works where nothing can be stored', () => {
  const full = {
    getItem: () => '{not json',
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError');
    },
  };
  const names = new UploadNames('p1', full);
  expect(names.of('film.mp4', film).id).toBe(names.of('film.mp4', film).id);
});
