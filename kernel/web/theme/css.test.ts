import { expect, it } from 'vitest';
import { tokensCss } from './css.ts';
import { themes } from './themes.ts';

it('keeps tokens.css equal to the themes', async () => {
  await expect(tokensCss(themes)).toMatchFileSnapshot('./tokens.css');
});
