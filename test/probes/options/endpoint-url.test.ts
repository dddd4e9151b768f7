import { describe, expect, test } from 'vitest';
import { endpointOf } from '../../../src/probes/options/endpoint-url.ts';

describe('a URL of an endpoint', () => {
  test.each([
    ['tls://shop.example', { host: 'shop.example' }],
    ['tls://shop.example:465/', { host: 'shop.example', port: 465 }],
    ['tls://[2001:db8::1]:443', { host: '2001:db8::1', port: 443 }],
    ['tls://MÜNCHEN.example', { host: 'xn--mnchen-3ya.example' }],
    ['tls://mail.example:25?starttls=smtp', { host: 'mail.example', port: 25, starttls: 'smtp' }],
  ])('%s is read', (url, parts) => {
    expect(endpointOf(new URL(url), ['starttls'])).toEqual(parts);
  });

  test.each([
    ['tls://', /names no host/],
    ['tls://a%zzb', /names no host/],
    ['tls://host/path', /takes no path/],
    ['tls://host?startls=smtp', /takes no startls; it takes \?starttls=/],
    ['tls://user:secret@host', /takes no user name and password/],
  ])('%s is refused', (url, message) => {
    expect(() => endpointOf(new URL(url), ['starttls'])).toThrow(RangeError);
    expect(() => endpointOf(new URL(url), ['starttls'])).toThrow(message);
  });

  test('is shown without its credentials', () => {
    expect(() => endpointOf(new URL('tls://user:secret@host'))).not.toThrow(/secret/);
  });

  test('without names takes nothing behind the port', () => {
    expect(() => endpointOf(new URL('tcp://host:1?a=b'))).toThrow('nothing may follow the port');
  });
});
