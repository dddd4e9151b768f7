/** One challenge of a WWW-Authenticate header. */
export interface Challenge {
  /** In lower case. */
  readonly scheme: string;
  /** Names in lower case, values without their quotes. */
  readonly params: ReadonlyMap<string, string>;
}

const token = "[!#$%&'*+.^_`|~\\w-]+";
// Names, `=` and values; the values of some servers hold more than a token may.
const param = new RegExp(`(${token})[ \\t]*=[ \\t]*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s,"]+))`, 'y');
const scheme = new RegExp(token, 'y');
const between = /[\s,]*/y;

/** The challenges of a WWW-Authenticate header, several fields joined by commas (RFC 9110 §11.6.1), up to what cannot be read. */
export function challengesIn(header: string): readonly Challenge[] {
  const challenges: { scheme: string; params: Map<string, string> }[] = [];
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(header);
    at += match?.[0].length ?? 0;
    return match;
  };
  for (;;) {
    take(between);
    const current = challenges.at(-1);
    const pair = current === undefined ? null : take(param);
    const [, name = '', quoted, plain = ''] = pair ?? [];
    if (pair !== null) current?.params.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain);
    else {
      const named = take(scheme);
      if (named === null) return challenges;
      challenges.push({ scheme: named[0].toLowerCase(), params: new Map() });
    }
  }
}
