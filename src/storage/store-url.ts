import { resolve } from 'node:path';
import { StoreRefused } from './store-refused.ts';

const scheme = 'sqlite:';

/** The file of `sqlite:PATH`, relative to the working directory; throws StoreRefused for any other URL. */
export function pathOfStoreUrl(url: string): string {
  const path = url.startsWith(scheme) ? url.slice(scheme.length).replace(/^\/\/(?=\/)/, '') : '';
  if (path === '' || path.startsWith('//') || path === ':memory:') {
    throw new StoreRefused('unsupported_url', 'the storage url must be of the form "sqlite:PATH"');
  }
  return resolve(path);
}
