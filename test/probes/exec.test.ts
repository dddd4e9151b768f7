import { describe, expect, test } from 'vitest';
import { parsePerfdata } from '../../src/probes/asking/perfdata.ts';
import { exec } from '../../src/probes/exec.ts';
import { bindProbe } from '../../src/probes/probe.ts';
import { failureFrom } from '../support/failures.ts';
import { probeContext } from '../support/probe-context.ts';
import { describeProbe } from './contract.ts';

const sh = (script: string, more: object = {}) => ({ command: ['/bin/sh', '-c', script], ...more });

function run(options: object, signal = AbortSignal.timeout(5_000)) {
  return exec.observe(exec.options.parse(options), probeContext({ signal }));
}

describe('the exit code of a plugin is its verdict', () => {
  test.each([
    ['echo "DISK OK - fine|/=5GB;8;9;0;10"', 'DISK OK - fine', []],
    ['true', 'exited with 0', []],
    [
      'echo "DISK WARNING - full|x=1"; exit 1',
      'DISK WARNING - full',
      [{ status: 'degraded', reason: 'reported_degraded', message: 'DISK WARNING - full' }],
    ],
    ['echo CRITICAL; exit 2', 'CRITICAL', [{ status: 'unhealthy', reason: 'reported_unhealthy', message: 'CRITICAL' }]],
    ['echo UNKNOWN >&2; exit 3', 'UNKNOWN', [{ status: 'unknown', reason: 'reported_unknown', message: 'UNKNOWN' }]],
    [
      'exit 2',
      'exited with 2',
      [{ status: 'unhealthy', reason: 'reported_unhealthy', message: 'exited with 2 and said nothing' }],
    ],
    [
      'echo oops; exit 127',
      'oops',
      [
        {
          status: 'unknown',
          reason: 'reported_unknown',
          message: "exited with 127, which is no plugin's verdict: oops",
        },
      ],
    ],
  ])('%s', async (script, summary, complaints) => {
    const observation = await run(sh(script));
    expect(observation).toMatchObject({ type: 'exec', summary });
    expect(observation.complaints ?? []).toEqual(complaints);
  });
});

describe('the output of a plugin', () => {
  test('is read without performance data, which comes by label', async () => {
    const script = `printf 'LOAD OK|load1=0.50;5;10;0\\nmore text\\nand|load5=1.25\\n'`;
    expect((await run(sh(script))).details).toEqual({
      exit_code: 0,
      output: 'LOAD OK\nmore text\nand',
      perfdata: { load1: { value: 0.5, unit: '', warn: '5', crit: '10', min: '0' }, load5: { value: 1.25, unit: '' } },
    });
  });

  test.each([
    ["OK|'it''s full'=5%;80:;~:90", { "it's full": { value: 5, unit: '%', warn: '80:', crit: '~:90' } }],
    [
      'OK|time=0.004s;;;0.000;10.0 size=612B',
      { time: { value: 0.004, unit: 's', min: '0.000', max: '10.0' }, size: { value: 612, unit: 'B' } },
    ],
    ['OK|temp=-3C a=U b=x =5 c', { temp: { value: -3, unit: 'C' } }],
    ['no data at all', {}],
  ])('%s has %j', (output, perfdata) => {
    expect(parsePerfdata(output)).toEqual(perfdata);
  });

  test('is bounded, whatever the plugin prints', async () => {
    const { body, bodyTruncated } = await run(sh('head -c 5000000 /dev/zero | tr "\\0" x; echo'));
    expect(body).toHaveLength(65_536);
    expect(bodyTruncated).toBe(true);
  });

  test('is not waited for when the plugin leaves somebody behind who holds it open', async () => {
    const { responseTimeMs } = await run(sh('sleep 30 & echo OK'));
    expect(responseTimeMs).toBeLessThan(2_000);
  });
});

describe('the environment of a plugin', () => {
  test('is its own alone', async () => {
    const { details } = await run(sh('env | sort', { env: { TOKEN: 'hunter2-hunter2' } }));
    expect(
      String(details?.output)
        .split('\n')
        .map((line) => line.split('=')[0])
        .filter((name) => name !== '_' && name !== 'PWD'),
    ).toEqual(['LC_ALL', 'PATH', 'TOKEN']);
  });

  test('has no shell between', async () => {
    const { details } = await run({ command: ['/bin/echo', '$HOME; exit 2', '`id`'] });
    expect(details).toMatchObject({ exit_code: 0, output: '$HOME; exit 2 `id`' });
  });
});

describe('a plugin that comes to no verdict', () => {
  test.each([
    ['is not there', { command: ['/does/not/exist'] }, 'command_unusable', 'ENOENT'],
    ['may not be run', { command: ['/etc/passwd'] }, 'command_unusable', 'EACCES'],
    ['has no folder to run in', sh('true', { directory: '/does/not/exist' }), 'command_unusable', 'ENOENT'],
    ['is killed', sh('kill -9 $$'), 'command_unusable', 'SIGKILL'],
  ])('because it %s', async (_why, options, reason, message) => {
    expect(await failureFrom(run(options))).toMatchObject({ reason, message: expect.stringContaining(message) });
  });

  test('shows what it printed until its time was up', async () => {
    const failure = await failureFrom(run(sh('echo begun; sleep 60'), AbortSignal.timeout(300)));
    expect(failure).toMatchObject({ reason: 'timeout', facts: { body: 'begun\n' } });
  });
});

test('the target is the program without its arguments', () => {
  const bound = bindProbe(exec, exec.options.parse({ command: ['/usr/lib/plugins/check_http', '-a', 'ann:secret'] }));
  expect([bound.target, bound.host]).toEqual(['check_http', 'check_http']);
});

const env = { TOKEN: 'hunter2-hunter2' };

describeProbe('exec', {
  probe: exec,
  secrets: [env.TOKEN],
  troubles: {
    'a program that sleeps': { service: () => sh('sleep 60', { env }), reasons: ['timeout'] },
    'a program that ignores being asked to end': {
      service: () => sh('trap "" TERM; sleep 60 & wait', { env }),
      reasons: ['timeout'],
    },
    'a program that prints without end': { service: () => sh('yes', { env }), reasons: ['timeout'] },
    'no program': { service: () => ({ command: ['/does/not/exist'], env }), reasons: ['command_unusable'] },
  },
});
