/** What stands for a secret in the options of a configuration that may be shown. */
export const mask = '***';

/** Writes one word of a shell command (POSIX.1-2024, XCU 2.2); each mask in the text becomes a variable of the shell, named after what it stands behind or else after the place. */
export type ShellWord = (text: string, place: string) => string;

/** Builds one for a single command: no two secrets share a variable. */
export function createShellWord(): ShellWord {
  const used = new Set<string>();
  return (text, place) => {
    const [first = '', ...rest] = text.split(mask);
    let before = first;
    let word = first === '' && rest.length > 0 ? '' : quoted(first);
    for (const piece of rest) {
      word += `"$${unused(variableFor(before, place), used)}"${piece === '' ? '' : quoted(piece)}`;
      before = piece;
    }
    return word;
  };
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** `token=***`, `"token":"***"`, `X-Token: ***`: what stands before tells what it is. */
function variableFor(before: string, place: string): string {
  const [, name = place] = /([A-Za-z_][\w.-]*)["']?\s*[=:]\s*["']?(?:\w+ )?$/.exec(before) ?? [];
  return name
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toUpperCase();
}

function unused(name: string, used: Set<string>): string {
  let free = name;
  for (let count = 2; used.has(free); count += 1) free = `${name}_${count}`;
  used.add(free);
  return free;
}
