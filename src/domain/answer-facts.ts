import { type FactTable, FactUnavailable } from './fact.ts';

/** What there is to say of the answer to one HTTP request. */
export const answerFacts = {
  status: { type: 'int', describes: 'the status code', value: ({ statusCode }) => statusCode },
  headers: {
    type: 'map<string, string>',
    describes: 'the header fields by name in any case; repeated ones joined with ", "',
    value: ({ headers }) => headers && caseInsensitive(headers),
  },
  body: { type: 'string', describes: 'the decoded body, up to 1 MiB', fromBody: true, value: ({ body }) => body },
  json: {
    type: 'dyn',
    describes: 'the body as JSON, e.g. `json.queue.depth < 100`; a body that is not JSON fails the assertion',
    fromBody: true,
    value: ({ body = '' }) => parseJson(body),
  },
} as const satisfies FactTable;

function parseJson(body: string): unknown {
  if (body.trim() === '') throw new FactUnavailable('the body is empty, not JSON');
  if (countUpTo(mostContainers, body, '[') + countUpTo(mostContainers, body, '{') >= mostContainers) {
    throw new FactUnavailable(`the body is JSON of more than ${mostContainers} objects and arrays`);
  }
  try {
    return JSON.parse(body);
  } catch {
    throw new FactUnavailable(`the body is not JSON: it begins with ${JSON.stringify(body.slice(0, 40))}`);
  }
}

// A mebibyte of nothing but brackets takes a hundred times as long to parse as one of data, and nothing can stop the parser.
const mostContainers = 100_000;

/** How often a character occurs, given up at the limit. */
function countUpTo(limit: number, text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0 && count < limit; at = text.indexOf(character, at + 1)) count += 1;
  return count;
}

/** Field names are case-insensitive (RFC 9110 §5.1); observations hold them in lower case. */
function caseInsensitive(headers: Readonly<Record<string, string>>): object {
  const lower = (key: string | symbol) => (typeof key === 'string' ? key.toLowerCase() : key);
  return new Proxy(headers, {
    get: (target, key) => Reflect.get(target, lower(key)),
    has: (target, key) => Reflect.has(target, lower(key)),
    getOwnPropertyDescriptor: (target, key) => Reflect.getOwnPropertyDescriptor(target, lower(key)),
  });
}
