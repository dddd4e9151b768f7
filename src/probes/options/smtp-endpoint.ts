import { readDatabaseUrl } from './database-url.ts';

/** The keys of the service that `smtp://user:password@host:587?encryption=starttls` stands for; `smtps:` encrypts from the start. */
export function smtpKeysOf(url: URL): Readonly<Record<string, unknown>> {
  const { parameters, database, ...keys } = readDatabaseUrl(url, ['encryption', 'mail_from', 'rcpt_to']);
  if (database !== undefined) throw new RangeError(`${url.protocol}//${url.host} takes no path`);
  if (url.protocol === 'smtp:') return { ...keys, ...Object.fromEntries(parameters) };
  if (parameters.has('encryption')) throw new RangeError(`smtps://${url.host} is encrypted from the start`);
  return { ...keys, ...Object.fromEntries(parameters), encryption: 'implicit' };
}
