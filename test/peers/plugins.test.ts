import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { exec } from '../../src/probes/exec.ts';
import { closedPort } from '../support/fault-server.ts';
import { says, startSite } from '../support/local-site.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { executableOf } from '../support/peers/executables.ts';
import { probeContext } from '../support/probe-context.ts';

/** What one of the monitoring plugins says. */
function plugin(name: string, ...args: readonly string[]) {
  const command = [join(dirname(executableOf('plugins')), name), ...args];
  return exec.observe(exec.options.parse({ command }), probeContext());
}

describeWithPeers(['plugins'], 'the monitoring plugins', () => {
  test('check_http finds a page healthy and gives its time and size', async () => {
    const { port } = new URL((await startSite({ '/': says('hello') })).url);
    const observation = await plugin('check_http', '-H', '127.0.0.1', '-p', port, '-s', 'hello');
    expect(observation).toMatchObject({
      summary: expect.stringMatching(/^HTTP OK: HTTP\/1\.1 200 OK - \d+ bytes/),
      details: { exit_code: 0, perfdata: { time: { unit: 's' }, size: { unit: 'B' } } },
    });
    expect(observation.complaints).toBeUndefined();
  });

  test.each([
    ['check_http of a closed port is critical', 'unhealthy', ['-H', '127.0.0.1', '-p', 'CLOSED']],
    ['check_http without a host is unknown', 'unknown', []],
  ] as const)('%s', async (_name, status, args) => {
    const closed = String(await closedPort());
    const { complaints } = await plugin('check_http', ...args.map((arg) => (arg === 'CLOSED' ? closed : arg)));
    expect(complaints).toMatchObject([{ status }]);
  });

  test.each([
    ['healthy', '1%', '0%', undefined],
    ['degraded', '101%', '0%', [{ status: 'degraded', reason: 'reported_degraded' }]],
    ['unhealthy', '101%', '101%', [{ status: 'unhealthy', reason: 'reported_unhealthy' }]],
  ])('check_disk is %s when %s is to be left, at least %s', async (_verdict, warning, critical, complaints) => {
    const observation = await plugin('check_disk', '-w', warning, '-c', critical, '-p', '/');
    expect(observation.complaints?.map(({ status, reason }) => ({ status, reason }))).toEqual(complaints);
    expect(observation.details).toMatchObject({ perfdata: { '/': { unit: 'B', min: '0' } } });
  });
});
