/** The folder the dashboard is served from, with a slash at its end: the server writes it into `<base>`. */
const basePath = new URL('.', document.baseURI).pathname;

/** A path of the dashboard, such as `/incidents`, as an address below the base path. */
export function addressOf(path: string): string {
  return basePath + path.replace(/^\//, '');
}

/** The path of the dashboard that an address leads to. */
export function pathOf(pathname: string): string {
  return pathname.startsWith(basePath) ? `/${pathname.slice(basePath.length)}` : '/';
}
