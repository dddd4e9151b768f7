import { z } from 'zod';
import { patternKey } from './pattern-key.ts';

/** What is sent, and what is then expected. */
export const turnKeys = {
  send: z.string().optional().describe('What to send: text, in UTF-8.'),
  send_hex: hexKey().optional().describe('What to send, as bytes in hexadecimal: `"00 00 00 08"`.'),
  expect: patternKey({ byLine: true })
    .optional()
    .describe(
      'A regular expression (RE2) that what the server says must match somewhere in its first 64 KiB; `^` and `$` match at every line.',
    ),
};

/** The `script` key: turns that are taken one after the other. */
export function scriptKey() {
  const turn = z
    .strictObject(turnKeys)
    .refine(({ send, send_hex, expect }) => (send ?? send_hex ?? expect) !== undefined, {
      error: 'expected something to send or to expect',
    })
    .refine(({ send, send_hex }) => send === undefined || send_hex === undefined, {
      error: 'send and send_hex are two ways to say the same: give one',
    });
  return z
    .array(turn)
    .min(1)
    .max(100)
    .describe('What is sent and expected in turn; each `expect` looks behind what the one before it matched.');
}

/** One turn of a conversation, as parsed. */
export type Turn = z.output<ReturnType<typeof scriptKey>>[number];

/** Bytes in hexadecimal, with blanks between them where people want them. */
function hexKey() {
  return z.string().transform((text, context): Uint8Array => {
    const digits = text.replace(/\s+/g, '');
    if (/^(?:[\da-f]{2})+$/i.test(digits)) return Buffer.from(digits, 'hex');
    context.addIssue({
      code: 'custom',
      message: 'expected bytes in hexadecimal, two digits each, such as "00 ff"',
      input: text,
    });
    return z.NEVER;
  });
}
