/** What stands for a secret in the options of a configuration that may be shown. */
export const mask = '***';

/** Writes one word of a shell command (POSIX.1-2024, XCU 2.2); each mask in the text becomes a variable of the shell: the given one, else one named after what it stands behind. */
export type ShellWord = (text: string, variable?: string) => string;

/** Builds one for a single command: no two secrets share a variable. */
export function createShellWord(): ShellWord {
  const used = new Set<string>();
  return (text, variable) => {
    const [first = '', ...rest] = text.split(mask);
    let before = first;
    let word = first === '' && rest.length > 0 ? '' : quoted(first);
    for (const piece of rest) {
      const name = unused(nameOf(variable ?? whatFollows(before)), used);
      word += `"$${name}"${piece === '' ? '' : quoted(piece)}`;
      before = piece;
    }
    return word;
  };
}

function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** `token=***`, `"token":"***"`, `X-Token: ***`: what stands before tells what it is. */
function whatFollows(before: string): string {
  return /([A-Za-z_][\w.-]*)["']?\s*[=:]\s*["']?(?:\w+ )?$/.exec(before)?.[1] ?? 'secret';
}

function nameOf(text: string): string {
  const name = text.replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '');
  return (/^[A-Za-z]/.test(name) ? name : `secret_${name}`).toUpperCase();
}

function unused(name: string, used: Set<string>): string {
  let free = name;
  for (let count = 2; used.has(free); count += 1) free = `${name}_${count}`;
  used.add(free);
  return free;
}
