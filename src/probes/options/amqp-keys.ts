import { z } from 'zod';
import { secretKey } from '../../domain/secret.ts';
import { readDatabaseUrl } from './database-url.ts';

/** A text of the protocol that may take 255 bytes. */
export function shortTextKey() {
  return z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) <= 255, { error: 'takes at most 255 bytes' });
}

/** A text that goes into a login, whose parts end with a NUL. */
export function loginTextKey() {
  return shortTextKey().refine((text) => !text.includes('\0'), { error: 'holds no NUL character' });
}

/** The `password` key. */
export function loginSecretKey() {
  return secretKey((password) => {
    if (password.length > 10_000) return 'takes at most 10000 characters';
    return password.includes('\0') ? 'holds no NUL character' : undefined;
  });
}

/** The port by convention: 5671 with TLS, else 5672. */
export function amqpPortOf({ port, tls }: { readonly port?: number | undefined; readonly tls?: unknown }): number {
  return port ?? (tls === undefined ? 5_672 : 5_671);
}

/** The keys of the service that `amqp://user:password@host:5672/vhost?queue=jobs` stands for; `amqps:` is the same with TLS. Throws a RangeError for one without a login. */
export function amqpKeysOf(url: URL): Readonly<Record<string, unknown>> {
  const { parameters, database: vhost, ...keys } = readDatabaseUrl(url, ['queue']);
  if (keys.username === undefined || keys.password === undefined) {
    throw new RangeError(
      `${url.protocol}//${url.host} names no login; write ${url.protocol}//user:password@host/vhost`,
    );
  }
  return {
    ...keys,
    ...(vhost !== undefined && { vhost }),
    ...Object.fromEntries(parameters),
    ...(url.protocol === 'amqps:' && { tls: true }),
  };
}
