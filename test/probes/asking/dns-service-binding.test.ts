import { describe, expect, test } from 'vitest';
import { serviceBindingText } from '../../../src/probes/asking/dns-service-binding.ts';

// RFC 9460, appendix D.
const fooExampleCom = '03666f6f076578616d706c6503636f6d00';
const fooExampleOrg = '03666f6f076578616d706c65036f726700';
const octets20010db8 = '20010db8';

describe('the data of a service binding', () => {
  test.each([
    ['an alias', `0000${fooExampleCom}`, '0 foo.example.com.'],
    ['the target "."', '000100', '1 .'],
    ['a port', `0010${fooExampleCom}000300020035`, '16 foo.example.com. port=53'],
    ['an unknown key with a value', `0001${fooExampleCom}029b000568656c6c6f`, '1 foo.example.com. key667=hello'],
    [
      'an unknown key with a byte that is no text',
      `0001${fooExampleCom}029b000968656c6c6fd2716f6f`,
      '1 foo.example.com. key667=hello\\210qoo',
    ],
    [
      'two IPv6 hints',
      `0001${fooExampleCom}00060020${octets20010db8}000000000000000000000001${octets20010db8}000000000000000000530001`,
      '1 foo.example.com. ipv6hint=2001:db8::1,2001:db8::53:1',
    ],
    [
      'mandatory keys, protocols and an IPv4 hint',
      `0010${fooExampleOrg}0000000400010004000100090268320568332d313900040004c0000201`,
      '16 foo.example.org. mandatory=alpn,ipv4hint alpn=h2,h3-19 ipv4hint=192.0.2.1',
    ],
    [
      'a protocol with a comma and a backslash in it',
      `0010${fooExampleOrg}0001000c08665c6f6f2c626172026832`,
      '16 foo.example.org. alpn=f\\\\\\\\oo\\\\,bar,h2',
    ],
    ['a key without a value', `0001${fooExampleCom}00020000`, '1 foo.example.com. no-default-alpn'],
    ['a text with a blank', `0001${fooExampleCom}02010003612062`, '1 foo.example.com. key513="a b"'],
    ['an encrypted hello', '00010000050003010203', '1 . ech=AQID'],
    ['a dot within a label', '000003612e6200', '0 a\\.b.'],
  ])('with %s is written as in zone files', (_name, hex, text) => {
    expect(serviceBindingText(Buffer.from(hex, 'hex'))).toBe(text);
  });

  test.each([
    ['nothing', ''],
    ['half a priority', '00'],
    ['a name without an end', '00010361'],
    ['a compressed name', '0001c00c'],
    ['a parameter cut short', '000100000300'],
    ['a value cut short', '0001000003000200'],
    ['a port of three bytes', '00010000030003000035'],
    ['an address of three bytes', '00010000040003c00002'],
    ['keys out of order', '00010000030002003500020000'],
    ['a key twice', '0001000002000000020000'],
    ['a protocol longer than its list', '00010000010003036832'],
  ])('that is %s has no such form', (_name, hex) => {
    expect(serviceBindingText(Buffer.from(hex, 'hex'))).toBeUndefined();
  });
});
