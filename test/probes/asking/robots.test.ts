import { describe, expect, test } from 'vitest';
import { createHttpClient } from '../../../src/http/client.ts';
import { http } from '../../../src/probes/http.ts';
import { failureFrom } from '../../support/failures.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { closedPort } from '../../support/fault-server.ts';
import { says, startSite } from '../../support/local-site.ts';
import { probeContext } from '../../support/probe-context.ts';
import { realClock } from '../../support/real-clock.ts';

/** A probe with a client, and so a memory, of its own. */
function visitor() {
  const clock = createFakeClock();
  const lookup = async (address: string) => [{ address, family: 4 as const }];
  const client = createHttpClient({ lookup, clock: realClock, userAgent: 'svcmon/test' });
  const context = () => probeContext({ http: client, clock });
  const look = (url: string) => http.observe(http.options.parse({ url, robots: 'respect' }), context());
  return { clock, look };
}

describe('a robots.txt that is respected', () => {
  test('is read once a day for all that is asked of a server', async () => {
    const pages = { '/robots.txt': says('User-agent: svcmon\nDisallow: /private'), '/a': says('a'), '/b': says('b') };
    const site = await startSite(pages);
    const { clock, look } = visitor();
    await look(`${site.url}/a`);
    await look(`${site.url}/b`);
    expect(site.asked.map(({ url }) => url)).toEqual(['/robots.txt', '/a', '/b']);
    expect(site.asked[0]?.headers).toMatchObject({ 'user-agent': 'svcmon/test' });
    await clock.advance(86_400_000);
    await look(`${site.url}/a`);
    expect(site.asked.map(({ url }) => url).slice(3)).toEqual(['/robots.txt', '/a']);
  });

  test('keeps svcmon from asking what it does not allow', async () => {
    const site = await startSite({ '/robots.txt': says('User-agent: *\nDisallow: /*?') });
    const failure = await failureFrom(visitor().look(`${site.url}/a?b=c`));
    expect(failure).toMatchObject({
      reason: 'not_permitted',
      message: `the robots.txt of ${new URL(site.url).host} does not allow svcmon to ask this`,
    });
    expect(site.asked).toHaveLength(1);
  });

  test('that is not there allows everything', async () => {
    const site = await startSite({ '/a': says('a') });
    expect(await visitor().look(`${site.url}/a`)).toMatchObject({ statusCode: 200 });
  });

  test('that a server fails to hand out allows nothing, unless it was known before', async () => {
    let statusCode = 500;
    const site = await startSite({
      '/robots.txt': (_question, response) => response.writeHead(statusCode).end(),
      '/a': says('a'),
    });
    const { clock, look } = visitor();
    expect(await failureFrom(look(`${site.url}/a`))).toMatchObject({ reason: 'not_permitted' });
    statusCode = 404;
    await look(`${site.url}/a`);
    statusCode = 500;
    await clock.advance(86_400_000);
    expect(await look(`${site.url}/a`)).toMatchObject({ statusCode: 200 });
  });

  test('of a server that is down is that server’s failure', async () => {
    const failure = await failureFrom(visitor().look(`http://127.0.0.1:${await closedPort()}/a`));
    expect(failure.reason).toBe('connection_refused');
  });
});
