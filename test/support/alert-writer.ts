// A program that writes alert files into the folder it is given, as fast as it can, until somebody ends it.
import { file } from '../../src/channels/file.ts';
import { createFakeClock } from './fake-clock.ts';
import { createdAt, notification, notifiedService } from './notifications.ts';

const [, , directory = '', seconds = '0'] = process.argv;
const http = { request: () => Promise.reject(new Error('nothing is sent here')) };
const context = { http, clock: createFakeClock(), signal: new AbortController().signal };
const unhealthy = Array.from({ length: 50 }, (_, index) => {
  return notifiedService({ name: `api-${index}`, evidence: 'e'.repeat(500) });
});

for (let at = createdAt + Number(seconds) * 1_000; ; at += 1_000) {
  await file.send(notification({ createdAt: at, unhealthy }), { directory }, context);
}
