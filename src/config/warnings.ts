import type { DataPath } from './data-path.ts';
import type { Finding } from './finding.ts';
import { isRecord } from './record.ts';
import type { LoadedFile } from './section.ts';

/** What is worth saying about the top level of the main file although it is no mistake. */
export function topWarnings(data: unknown, { services }: { readonly services: number }): readonly Finding[] {
  const monitoring = isRecord(data) && isRecord(data.monitoring) ? data.monitoring : {};
  const idle = monitoring.parallel_checks === false && Number(monitoring.max_workers ?? 1) > 1;
  return [
    ...(services === 0 ? [{ path: ['services'], message: 'no services are configured' }] : []),
    ...(idle ? [{ path: ['monitoring', 'max_workers'], message: 'has no effect while parallel_checks is false' }] : []),
  ];
}

/** Warns of a file that spells secrets out and may be read by every user of the machine. */
export function exposureWarnings(file: LoadedFile, secrets: ReadonlySet<string>): readonly Finding[] {
  if (!file.readableByOthers) return [];
  const path = literalSecretPath(file.document.data, secrets, []);
  if (path === undefined) return [];
  const message = 'this secret is spelt out in a file that every user of this machine may read';
  return [{ path, message, hint: `chmod o-r ${file.document.file}, or use \${NAME} or \${file:PATH}` }];
}

function literalSecretPath(data: unknown, secrets: ReadonlySet<string>, path: DataPath): DataPath | undefined {
  if (typeof data === 'string') {
    const holds = !data.includes('${') && [...secrets].some((secret) => secret.length >= 4 && data.includes(secret));
    return holds ? path : undefined;
  }
  if (data === null || typeof data !== 'object') return undefined;
  for (const [key, value] of Object.entries(data)) {
    const found = literalSecretPath(value, secrets, [...path, Array.isArray(data) ? Number(key) : key]);
    if (found !== undefined) return found;
  }
  return undefined;
}
