import { describe, expect, test } from 'vitest';
import { elementsIn, objectIdentifierOf, readElement } from '../../../src/probes/asking/ber.ts';

const bytes = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex');

describe('an element', () => {
  test.each([
    ['of a short length', '04 02 aa bb', { tag: 4, content: bytes('aabb'), end: 4 }],
    ['of a long length', '04 82 00 02 aa bb', { tag: 4, content: bytes('aabb'), end: 6 }],
    ['of nothing', '05 00', { tag: 5, content: bytes(''), end: 2 }],
    ['with more behind it', '02 01 07 ff ff', { tag: 2, content: bytes('07'), end: 3 }],
  ])('%s is read', (_name, hex, element) => {
    expect(readElement(bytes(hex))).toEqual(element);
  });

  test.each(['', '30', '30 05 01', '30 82', '30 84 00 00', '30 84 7f ff ff ff 00'])(
    'that is cut off (%s) is none yet',
    (hex) => {
      expect(readElement(bytes(hex))).toBeUndefined();
    },
  );

  test.each(['30 80 00 00', '30 85 00 00 00 00 01', '1f 81 01 00'])(
    'of a form beyond DER and LDAP (%s) is refused',
    (hex) => {
      expect(() => readElement(bytes(hex))).toThrow(RangeError);
    },
  );
});

test('elements are read one behind the other, without what is cut off', () => {
  expect(elementsIn(bytes('02 01 07 04 01 aa 30 05 01')).map(({ tag }) => tag)).toEqual([2, 4]);
});

test.each([
  ['2a 86 48 86 f7 0d 01 01 0b', '1.2.840.113549.1.1.11'],
  ['2b 06 01 05 05 07 01 18', '1.3.6.1.5.5.7.1.24'],
  ['60 86 48 01 65 03 04 03 11', '2.16.840.1.101.3.4.3.17'],
  ['88 37 03', '2.999.3'],
])('the object identifier %s is %s', (hex, dotted) => {
  expect(objectIdentifierOf(bytes(hex))).toBe(dotted);
});
