import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openAssets } from '../../src/api/assets.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const script = `export const text = '${'x'.repeat(2_000)}';`;

async function open(basePath = '') {
  const folder = temporaryFolder();
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><base href="/" /><title>svcmon</title>');
  await writeFile(join(folder, 'assets', 'index-1a2b.js'), script);
  await writeFile(join(folder, 'favicon-healthy.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  return { folder, assets: await openAssets({ folder, basePath }) };
}

describe('the files of the dashboard', () => {
  test.each([
    ['/', 'text/html; charset=utf-8', 'no-cache'],
    ['/assets/index-1a2b.js', 'text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
    ['/favicon-healthy.svg', 'image/svg+xml', 'no-cache'],
  ])('%s is answered as %s, to be kept: %s', async (path, type, caching) => {
    const { assets } = await open();
    const answer = assets.find({ path });
    expect(answer?.status).toBe(200);
    expect(answer?.headers).toMatchObject({ 'content-type': type, 'cache-control': caching });
  });

  test.each([
    '/incidents',
    '/incidents/01J8',
    '/services/checkout',
    '/services/example.com',
    '/services/a%2Fb/edit',
    '/services/new',
    '/reports',
    '/alerts',
    '/maintenance/',
    '/deployments',
    '/system',
    '/status',
  ])('%s is a page, and every page is the same document', async (path) => {
    const { assets } = await open();
    expect(assets.find({ path })?.body.toString()).toContain('<title>svcmon</title>');
  });

  test.each([
    '/index.html',
    '/api/v1/nothing',
    '/metrics',
    '/docs',
    '/assets/',
    '/assets/other.js',
    '/assets/../index.html',
    '/../package.json',
    '/..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/index-1a2b.js%00',
    '/services/a/b/c',
    '//etc/passwd',
    '/__proto__',
    '/constructor',
  ])('%s leads nowhere', async (path) => {
    const { assets } = await open();
    expect(assets.find({ path })).toBeUndefined();
  });

  test('a link that leads out of the folder is not followed', async () => {
    const folder = temporaryFolder();
    await writeFile(join(folder, 'index.html'), '<base href="/" />');
    await symlink('/etc/passwd', join(folder, 'passwd.svg'));
    const assets = await openAssets({ folder, basePath: '' });
    expect(assets.find({ path: '/passwd.svg' })).toBeUndefined();
  });

  test('the document is told what every address in it begins with', async () => {
    const { assets } = await open('/tools/svcmon');
    expect(assets.find({ path: '/' })?.body.toString()).toContain('<base href="/tools/svcmon/" />');
  });

  test('whoever takes gzip gets it, and the same file', async () => {
    const { assets } = await open();
    const path = '/assets/index-1a2b.js';
    const packed = assets.find({ path, encodings: 'br, gzip;q=0.8' });
    expect(packed?.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed?.body ?? '').toString()).toBe(script);
    for (const encodings of [undefined, 'br', 'gzip;q=0', 'identity']) {
      const plain = assets.find({ path, encodings });
      expect(plain?.headers['content-encoding']).toBeUndefined();
      expect(plain?.body.toString()).toBe(script);
    }
  });

  test('whoever has it already is told so', async () => {
    const { assets } = await open();
    const etag = assets.find({ path: '/' })?.headers.etag ?? '';
    expect(assets.find({ path: '/', known: etag })).toMatchObject({ status: 304, body: Buffer.alloc(0) });
    expect(assets.find({ path: '/', known: `"other", W/${etag}` })?.status).toBe(304);
    expect(assets.find({ path: '/', known: '"other"' })?.status).toBe(200);
  });

  test('the policy lets in nothing from elsewhere, nothing inline and no frame', async () => {
    const { assets } = await open();
    const policy = assets.find({ path: '/' })?.headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*|data:|https?:/);
  });

  test('a folder that is not there is told as Node tells it', async () => {
    const { folder } = await open();
    await expect(openAssets({ folder: join(folder, 'nothing'), basePath: '' })).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });
});
