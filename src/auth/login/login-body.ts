import { z } from 'zod';
import { Secret } from '../../domain/secret.ts';

/** The body of a login: it prints without its secrets. */
export interface LoginBody {
  /** As it may be shown. */
  readonly shown: unknown;
  readonly secrets: readonly Secret[];
  reveal(): Readonly<Record<string, unknown>>;
}

/** A `json` or `form` key of a login, whose values are secrets but for those that say who logs in to what. */
export function loginBodyKey<Value extends z.ZodType>(value: Value) {
  return z.record(z.string(), value.meta({ 'x-svcmon-secret': true })).transform((data): LoginBody => {
    const secrets: Secret[] = [];
    const shown = shownPart(data, '', secrets);
    return { shown, secrets, reveal: () => data };
  });
}

// Users, clients, places and forms: what APIs ask for beside the credentials.
const plainNames =
  /^(?:user|login|e?mail|client|tenant|account|org|organi[sz]ation|company|device|project|role|realm|domain|scope|audience|resource|grant|provider|connection|type|format|version|lang|language|locale|remember|me|_|-|name|id|address)+$/i;

/** Adds the secrets of this part to the others. */
function shownPart(value: unknown, name: string, secrets: Secret[]): unknown {
  if (Array.isArray(value)) return value.map((item) => shownPart(item, name, secrets));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shownPart(inner, key, secrets)]));
  }
  const holds = (typeof value === 'string' && value !== '') || typeof value === 'number';
  if (!holds || plainNames.test(name)) return value;
  secrets.push(new Secret(String(value)));
  return '***';
}
