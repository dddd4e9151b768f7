import { expect, test } from 'vitest';
import { multipartOf } from '../../src/http/multipart.ts';

test('a form is written part by part, by a boundary that is the same for the same contents', async () => {
  const parts = [
    { field: 'title', content: 'Grüße' },
    { field: 'up"load', content: new Uint8Array([0, 255]), contentType: 'image/png', fileName: 'a\r\n".png' },
  ];
  const { bytes, contentType } = multipartOf(parts);
  expect(multipartOf(parts).bytes.equals(bytes)).toBe(true);
  expect(multipartOf(parts.slice(1)).contentType).not.toBe(contentType);
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': contentType } }).formData();
  expect(form.get('title')).toBe('Grüße');
  expect(bytes.toString('latin1')).toContain(
    'Content-Disposition: form-data; name="up%22load"; filename="a%0D%0A%22.png"\r\nContent-Type: image/png\r\n\r\n\x00\xff\r\n',
  );
});
