import { type Dialogue, notNow, notOf, notOffered } from './starttls-dialogue.ts';

// A length of 8, and the code 80877103 (https://www.postgresql.org/docs/current/protocol-message-formats.html, SSLRequest).
const sslRequest = Buffer.from('0000000804d2162f', 'hex');

/** PostgreSQL: SSLRequest, which a single byte answers (https://www.postgresql.org/docs/current/protocol-flow.html). */
export async function postgres({ say, hear }: Dialogue): Promise<void> {
  await say(sslRequest);
  const answer = await hear({
    what: 'an answer to SSLRequest',
    find: (text, from) => (text.length > from ? { value: text.slice(from), end: from + 1 } : undefined),
  });
  if (answer.startsWith('N')) throw notOffered(answer);
  // An ErrorResponse: the server cannot take the connection.
  if (answer.startsWith('E')) throw notNow(answer.slice(5).replaceAll('\0', ' '));
  if (!answer.startsWith('S')) throw notOf('PostgreSQL', answer);
}
