import { describe, expect, test } from 'vitest';
import { commands } from '../../src/cli/program.ts';
import { stateWorld } from './state-world.ts';

const groups = commands.flatMap((command) => ('commands' in command ? [command] : []));

describe('a group of commands', () => {
  test.each(groups.map(({ name }) => name))('%s runs its first one where none is named', async (name) => {
    const world = await stateWorld();
    const alone = await world.run(name, '-o', 'json');
    expect(alone.exitCode).toBe(0);
    const listed = await world.run(name, 'list', '-o', 'json');
    const withoutTime = (text: string) => ({ ...JSON.parse(text), timestamp: '' });
    expect(withoutTime(alone.stdout)).toEqual(withoutTime(listed.stdout));
  });

  test('shows all of them, and examples, in its help', async () => {
    for (const { name, commands: members } of groups) {
      const { exitCode, stdout } = await (await stateWorld()).run(name, '--help');
      expect(exitCode).toBe(0);
      for (const member of members) {
        expect(stdout).toMatch(new RegExp(`^  ${member.name} `, 'm'));
        for (const example of member.examples) expect(stdout).toContain(`$ svcmon ${example}`);
      }
    }
  });

  test.each([
    [
      'a mistyped command is answered with the likely one',
      ['incidents', 'shwo', 'x'],
      'there is no command "incidents shwo"; did you mean "incidents show"?',
    ],
    [
      'a command that there is not is answered with those that there are',
      ['silence', 'delete'],
      'there is no command "silence delete"; there are list, add, end',
    ],
    [
      'options before the command are to stand behind it',
      ['incidents', '-o', 'json', 'show', 'x'],
      'write "svcmon incidents show" first',
    ],
    ['an unknown option is refused', ['alerts', '--no-such'], "unknown option '--no-such'"],
    ['a missing argument is refused', ['incidents', 'show'], "missing required argument 'incident'"],
  ])('%s', async (_sentence, args, message) => {
    const ran = await (await stateWorld()).run(...args);
    expect(ran).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(message) });
  });
});
