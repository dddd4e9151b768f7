/** What a robots.txt (RFC 9309) allows one robot. */
export interface RobotsRules {
  /** Whether a path with its query may be asked: the longest rule that fits decides, and `allow` where two are as long. */
  allows(path: string): boolean;
}

interface Rule {
  readonly allow: boolean;
  readonly pattern: string;
}

/** Reads the rules for a robot: those of the groups that name it, else those for `*`. What is no rule is skipped. */
export function parseRobots(text: string, robot: string): RobotsRules {
  const groups = readGroups(text);
  const own = groups.filter(({ robots }) => robots.has(robot.toLowerCase()));
  const chosen = own.length > 0 ? own : groups.filter(({ robots }) => robots.has('*'));
  const rules = chosen.flatMap((group) => group.rules);
  return {
    allows(path) {
      const asked = normal(path);
      const fitting = rules.filter(({ pattern }) => fits(pattern, asked));
      const decisive = fitting.toSorted(
        (a, b) => b.pattern.length - a.pattern.length || Number(b.allow) - Number(a.allow),
      );
      return decisive[0]?.allow ?? true;
    },
  };
}

interface Group {
  readonly robots: Set<string>;
  readonly rules: Rule[];
}

function readGroups(text: string): readonly Group[] {
  const groups: Group[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, key = '', value = ''] = /^\s*([a-z-]+)\s*:\s*([^#]*)/i.exec(line) ?? [];
    const current = groups.at(-1);
    const given = value.trim();
    if (/^user-agent$/i.test(key)) {
      const robot = /^(?:\*|[a-z_-]+)/i.exec(given)?.[0].toLowerCase() ?? '';
      if (current !== undefined && current.rules.length === 0) current.robots.add(robot);
      else groups.push({ robots: new Set([robot]), rules: [] });
    } else if (/^(?:dis)?allow$/i.test(key)) {
      // An empty one stands for nothing, but it ends the names of its group.
      current?.rules.push({ allow: /^allow$/i.test(key), pattern: given === '' ? '$never' : normal(given) });
    }
  }
  return groups;
}

/** In one spelling (RFC 9309 §2.2.2): what is encoded without need is decoded, all else encoded. */
function normal(path: string): string {
  const decoded = path.replace(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : code.toUpperCase();
  });
  return decoded.replace(/[^\u0021-\u007e]+/gu, (text) => encodeURIComponent(text));
}

/** Each piece between the stars is looked for after the one before it: no pattern makes it try again. */
function fits(pattern: string, path: string): boolean {
  const ends = pattern.endsWith('$');
  const [head = '', ...pieces] = (ends ? pattern.slice(0, -1) : pattern).split('*');
  if (!path.startsWith(head)) return false;
  let at = head.length;
  const last = pieces.pop();
  if (last === undefined) return !ends || at === path.length;
  for (const piece of pieces) {
    const found = path.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return ends ? path.length - last.length >= at && path.endsWith(last) : path.includes(last, at);
}
