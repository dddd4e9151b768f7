import { describe, expect, test } from 'vitest';
import { loadText, twoServices } from './load-text.ts';

const mail = '    - { name: mail, type: email, host: smtp.example.com, from: a@example.com, to: b@example.com }';
const hook = '    - { name: hook, type: webhook, url: "https://hook.example/a" }';

/** Two services, then these lines of `alerts:` from line 5 on. */
function load(...lines: readonly string[]) {
  return loadText([twoServices.trimEnd(), 'alerts:', ...lines, ''].join('\n'));
}

async function namesIn(...lines: readonly string[]) {
  const { config, warnings, problems } = await load(...lines);
  const { channels = [], routes = [] } = config?.alerts ?? {};
  return {
    channels: channels.map(({ name }) => name),
    routes: routes.map((route) => route.channels),
    warnings,
    problems,
  };
}

const routes = '  routes: [{ match: { group: shop }, channels: [mail] }, { channels: [mail, hook] }]';
const off =
  'services.yaml:5:18 alerts.email_enabled: no mail is sent: the channel "mail" is switched off – remove the key to switch mail on';

describe('channels of type email', () => {
  test.each([[[]], [['  email_enabled: true']]])('are told with %j', async (lines) => {
    expect(await namesIn(...lines, '  channels:', mail, hook, routes)).toEqual({
      channels: ['directory', 'mail', 'hook'],
      routes: [['directory'], ['mail'], ['mail', 'hook']],
      warnings: [],
      problems: [],
    });
  });

  test('are told nothing once they are switched off, which is said; no other channel takes their place', async () => {
    expect(await namesIn('  email_enabled: false', '  channels:', mail, hook, routes)).toEqual({
      channels: ['directory', 'hook'],
      routes: [['directory'], [], ['hook']],
      warnings: [off],
      problems: [],
    });
  });

  test('are read all the same while they are switched off', async () => {
    const { problems } = await load('  email_enabled: false', '  channels: [{ name: mail, type: email, host: x }]');
    expect(problems).toEqual([
      'services.yaml:6:14 alerts.channels[0].from: is required',
      'services.yaml:6:14 alerts.channels[0].to: is required',
    ]);
  });

  test('that are not there can be switched off without a word, but not on', async () => {
    expect((await namesIn('  email_enabled: false')).warnings).toEqual([]);
    expect((await namesIn('  email_enabled: true')).warnings).toEqual([
      'services.yaml:5:18 alerts.email_enabled: there is no channel of type email: no mail is sent – add one to alerts.channels',
    ]);
  });
});
