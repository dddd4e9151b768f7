import { expect, onTestFinished, test } from 'vitest';
import { http } from '../../src/probes/http.ts';
import { describeWithPeers } from '../support/peers/available.ts';
import { createSelfSigned } from '../support/peers/certificates.ts';
import { startNginx } from '../support/peers/nginx.ts';
import { probeContext } from '../support/probe-context.ts';
import { freshFolder } from '../support/svcmon.ts';

describeWithPeers(['nginx', 'openssl'], 'nginx', () => {
  test('finds its virtual host by the Host and the server name that are given', async () => {
    const { ports, ca_file } = await start();
    const options = http.options.parse({
      url: `https://anything.example:${ports.shop}/`,
      each_address: true,
      headers: { Host: 'shop.example' },
      tls: { server_name: '127.0.0.1', ca_file, insecure: true },
    });
    const lookup = async () => [{ address: '127.0.0.1', family: 4 as const }];
    const byAddress = await http.observe(options, probeContext({ lookup }));
    expect(byAddress).toMatchObject({ statusCode: 200, body: '- shop.example' });
    const byName = http.options.parse({
      ...{ url: `https://127.0.0.1:${ports.shop}/`, headers: { Host: 'other.example' } },
      tls: { server_name: 'shop.example', insecure: true },
    });
    expect(await http.observe(byName, probeContext())).toMatchObject({ body: 'shop.example other.example' });
  });

  test('passes on what it is asked as a proxy over TLS', async () => {
    const { ports, ca_file } = await start();
    const options = http.options.parse({
      url: `http://127.0.0.1:${ports.plain}/a?b=c`,
      proxy: `https://127.0.0.1:${ports.proxy}`,
      tls: { ca_file },
    });
    const observation = await http.observe(options, probeContext());
    expect(observation).toMatchObject({ statusCode: 200, body: '/a?b=c', headers: { 'x-by': 'proxy' } });
  });
});

async function start() {
  const folder = await freshFolder();
  const { certFile, keyFile } = await createSelfSigned(folder, 'shop');
  const tls = `ssl_certificate ${certFile}; ssl_certificate_key ${keyFile};`;
  const name = 'set $name $ssl_server_name; if ($name = "") { set $name "-"; }';
  const nginx = await startNginx(folder, {
    shop: { listen: 'ssl', directives: `${tls} ${name} return 200 "$name $host";` },
    plain: { directives: 'return 200 $request_uri;' },
    proxy: {
      listen: 'ssl',
      directives: `${tls} location / { add_header X-By proxy; proxy_pass http://$http_host$request_uri; }`,
    },
  });
  onTestFinished(() => nginx.stop());
  return { ports: nginx.ports, ca_file: certFile };
}
