import { isDeepStrictEqual } from 'node:util';
import type { Mistake } from '../api/desks/services.ts';
import { type DataPath, formatPath, valueAt } from '../config/data-path.ts';
import { holdsMask, type StoredEntry } from './masked-entry.ts';
import { hostOf } from './place.ts';

/**
 * What of the stored secrets a service would send where they were not sent before. Who may change services must not be able to
 * read secrets by that: where the address changes they have to be entered again, and another service's are not for this one.
 */
export function secretsAstray(after: StoredEntry, before: StoredEntry | undefined): readonly Mistake[] {
  const known = new Set(before === undefined ? [] : placesOf(before).map(({ place }) => place));
  const strange = placesOf(after).filter(({ place }) => !known.has(place));
  return leavesOf(after.shown, []).flatMap((leaf): readonly Mistake[] => {
    const { path } = leaf;
    if (!isSecret(leaf)) return [];
    const [now, then] = [valueAt(after.written, path), valueAt(before?.written, path)];
    const isSame = isDeepStrictEqual(now, then);
    // What is secret in an address goes where that leads, unless something else decides about that.
    const isBound = isAddress(leaf) && (isSame || now === undefined);
    const isKept = isBound || (isSame && isSecretAt(before?.shown, path));
    const wrong = isBound ? strange.filter(({ isWay }) => isWay) : strange;
    if (isKept ? wrong.length === 0 : isEntered(now, then, leaf)) return [];
    const message = isKept
      ? `enter it again: what is stored is not sent to ${wrong.map(({ place }) => place).join(', ')} unasked`
      : 'what is stored elsewhere is not sent from here: enter a value, or change the file itself';
    return [{ path: formatPath(path), message }];
  });
}

interface Leaf {
  readonly path: DataPath;
  readonly value: unknown;
}

// What nothing is sent to, and what says nothing of where.
const elsewhere = new Set([
  'name',
  'group',
  'tags',
  'runbook',
  'assertions',
  'alert',
  'slo',
  'deployments',
  'depends_on',
]);
const carriers = new Set([
  'headers',
  'params',
  'form',
  'json',
  'body',
  'graphql',
  'multipart',
  'metadata',
  'variables',
]);
const namesAddress = /^\w*url$|^host$/;
const namesWay = /^(?:address|resolver|proxy|server_name|authority)$/;
const namesFile = /(?:^|_)file$/;
const ofTls = new Set(['ca_file', 'cert_file', 'key_file']);
const references = /\$\{[^}]*\}?/g;

interface Place {
  readonly place: string;
  /** Whether it decides about where an address leads. */
  readonly isWay: boolean;
}

/** Everywhere that a service sends something by what is written for it; what the defaults say is the word of whoever wrote the file. */
function placesOf({ shown, written }: StoredEntry): readonly Place[] {
  const places = leavesOf(shown, []).filter(({ path }) => valueAt(written, path.slice(0, 1)) !== undefined);
  const { type = 'http', port = 'usual' } = shown;
  return [
    ...places.flatMap(placesAt),
    { place: `type ${String(type)}`, isWay: false },
    { place: `port ${String(port)}`, isWay: false },
  ];
}

function placesAt({ path, value }: Leaf): readonly Place[] {
  const key = String(path.at(-1)).toLowerCase();
  if (elsewhere.has(String(path[0]))) return [];
  if (path.slice(0, -1).some((part) => carriers.has(String(part)))) {
    return key === 'host' && path.at(-2) === 'headers' ? [{ place: String(value), isWay: true }] : [];
  }
  const isWay = path.some((part) => namesWay.test(String(part)));
  const isUrl = typeof value === 'string' && value.includes('://');
  return isUrl || isWay || namesAddress.test(key) ? [{ place: String(hostOf(value)), isWay }] : [];
}

function leavesOf(value: unknown, path: DataPath): readonly Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, item]) =>
    leavesOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** A masked text, or a file whose content is sent. */
function isSecret({ path, value }: Leaf): boolean {
  const key = String(path.at(-1));
  return holdsMask(value) || (namesFile.test(key) && !ofTls.has(key));
}

function isAddress({ path, value }: Leaf): boolean {
  return typeof value === 'string' && value.includes('://') && isAddressKey(path);
}

function isAddressKey(path: DataPath): boolean {
  const key = String(path.at(-1));
  return namesAddress.test(key) || namesWay.test(key);
}

function isSecretAt(shown: unknown, path: DataPath): boolean {
  return isSecret({ path, value: valueAt(shown, path) });
}

/** Whether whoever changed it said what it is, and did not only name where it stands. */
function isEntered(now: unknown, then: unknown, { value }: Leaf): boolean {
  if (now === undefined || (typeof value === 'string' && !holdsMask(value))) return false;
  const known = new Set(referencesIn(then));
  return referencesIn(now).every((reference) => known.has(reference));
}

function referencesIn(value: unknown): readonly string[] {
  return typeof value === 'string' ? (value.match(references) ?? []) : [];
}
