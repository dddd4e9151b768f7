import { isSensitiveName } from '../domain/redaction.ts';
import { variablesIn } from '../probes/options/template.ts';
import { isRecord } from './record.ts';

// Where a service's data carries what is sent: there a sensitive name means a sensitive value.
const carriers = new Set(['headers', 'params', 'form', 'json', 'multipart', 'variables', 'metadata']);

/** Secrets that a service's data holds outside the keys that are marked as such: header values, parameters and URLs. */
export function secretsOfService(data: unknown): readonly string[] {
  if (!isRecord(data)) return typeof data === 'string' ? secretsOfUrl(data) : itemsOf(data).flatMap(secretsOfService);
  return Object.entries(data).flatMap(([key, value]) =>
    carriers.has(key) ? sensitiveValues(value) : secretsOfService(value),
  );
}

/** Those of its proxies alone. */
export function secretsOfProxies(data: unknown): readonly string[] {
  if (!isRecord(data)) return [];
  const steps = itemsOf(data.steps).flatMap(secretsOfProxies);
  return typeof data.proxy === 'string' ? [...secretsOfUrl(data.proxy), ...steps] : steps;
}

/** The data of a service as it may be shown: sensitive values and every known secret masked. */
export function maskOptions(data: unknown, redact: (text: string) => string): unknown {
  if (typeof data === 'string') return redact(data);
  if (Array.isArray(data)) return data.map((item) => maskOptions(item, redact));
  if (!isRecord(data)) return data;
  const masked = Object.entries(data).map(([key, value]) => {
    const secret = (typeof value === 'string' || typeof value === 'number') && isSensitiveName(key);
    // `key` alone may be the harmless key of a rate limit; a secret of that name is known by its value.
    return [key, secret && key !== 'key' ? '***' : maskOptions(value, redact)];
  });
  return Object.fromEntries(masked);
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function sensitiveValues(value: unknown): readonly string[] {
  if (typeof value === 'string') return secretsOfUrl(value);
  if (!isRecord(value)) return itemsOf(value).flatMap(sensitiveValues);
  return Object.entries(value).flatMap(([key, item]) => {
    const single = typeof item === 'string' || typeof item === 'number';
    // What a flow fills in is not known yet; the flow itself masks it.
    if (variablesIn(item).length > 0) return [];
    return single && isSensitiveName(key) ? withCredentials(String(item)) : sensitiveValues(item);
  });
}

/** `Bearer abc` is secret as a whole, and `abc` by itself. */
function withCredentials(value: string): readonly string[] {
  const credentials = /^[A-Za-z][\w-]*\s+(\S.*)$/s.exec(value)?.[1];
  return credentials === undefined ? [value] : [value, credentials];
}

function secretsOfUrl(text: string): readonly string[] {
  if (!text.includes('://') || !URL.canParse(text)) return [];
  const { username, password, searchParams } = new URL(text);
  const sensitive = [...searchParams].flatMap(([name, value]) => (isSensitiveName(name) ? [value] : []));
  const userinfo = password === '' ? [username] : [`${username}:${password}`, password];
  return [...userinfo, ...userinfo.map(decoded), ...sensitive].filter((secret) => secret !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
