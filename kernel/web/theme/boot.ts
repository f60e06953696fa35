/** Where the choice is kept in this browser: `light`, `dark`, another theme's id, or nothing for "as the system". */
export const themeStorageKey = 'e-code.theme';

/**
 * The blocking script of index.html: puts the theme on the root element before the first paint, so no page flashes.
 * It runs inline under a Content-Security-Policy hash; the web build writes that hash to `dist/csp.json`.
 * Storage may throw (cookies blocked), then the system's scheme is taken.
 */
export const themeBootScript =
  `(function(){var t=null;try{t=localStorage.getItem(${JSON.stringify(themeStorageKey)})}catch(e){}` +
  `if(!t||t==='system')t=matchMedia('(prefers-color-scheme: dark)').matches?'dark':'light';` +
  `document.documentElement.dataset.theme=t})()`;
