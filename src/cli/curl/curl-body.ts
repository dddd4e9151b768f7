import { isRecord } from '../../config/record.ts';
import { type CurlPart, headerOption, option, type RawOptions, textIn } from './curl-part.ts';

/** The body of a request, with the Content-Type it has unless its headers name one. */
export function curlBody(options: RawOptions): readonly CurlPart[] {
  const { form, graphql, multipart } = options;
  const json = isRecord(graphql) ? operationOf(graphql) : options.json;
  const body = textIn(options, 'body');
  const file = textIn(options, 'body_file');
  if (json !== undefined)
    return [typed(options, 'application/json'), option('--data-raw', JSON.stringify(json))].flat();
  if (form !== undefined && form !== null) return [option('--data-raw', queryOf(form))];
  if (isRecord(multipart)) return Object.entries(multipart).map(([name, value]) => fieldOption(name, value));
  if (body !== undefined) return [typed(options, 'text/plain;charset=utf-8'), option('--data-raw', body)].flat();
  if (file !== undefined) {
    return [typed(options, 'application/octet-stream'), option('--data-binary', `@${file}`)].flat();
  }
  return [];
}

function operationOf({ query, variables, operation }: RawOptions): object {
  return { query, variables, operationName: operation };
}

/** A field of a form with files, its parts quoted since curl splits them at semicolons. */
function fieldOption(name: string, value: unknown): CurlPart {
  if (!isRecord(value)) return option('--form-string', `${name}=${String(value)}`);
  const file = textIn(value, 'file') ?? '';
  const type = textIn(value, 'type') ?? 'application/octet-stream';
  const fileName = textIn(value, 'name');
  const named = fileName === undefined ? '' : `;filename=${inQuotes(fileName)}`;
  return option('--form', `${name}=@${inQuotes(file)};type=${type}${named}`);
}

function inQuotes(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Names and values as a query has them (WHATWG URL §5.2); a list repeats its name. */
export function pairsOf(values: object): readonly [string, string][] {
  return Object.entries(values).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
}

function queryOf(form: object): string {
  return new URLSearchParams([...pairsOf(form)]).toString();
}

function typed({ headers }: RawOptions, type: string): readonly CurlPart[] {
  const names = typeof headers === 'object' && headers !== null ? Object.keys(headers) : [];
  return names.some((name) => name.toLowerCase() === 'content-type') ? [] : [headerOption('Content-Type', type)];
}
