import { expect, test } from 'vitest';
import { ownConditionOf, storageTrouble } from '../../src/monitor/own-trouble.ts';
import { StoreUnavailable } from '../../src/storage/store.ts';

test.each([
  [new StoreUnavailable('SQLITE_FULL: /var/lib/secret', { trouble: 'full' }), 'the disk is full'],
  [new StoreUnavailable('EROFS', { trouble: 'read_only' }), 'the file or its disk is read-only'],
  [new TypeError('x is not a function'), 'a defect of svcmon'],
])('%s is said without the text of the error', (error, why) => {
  const { rule, message } = storageTrouble(error);
  expect(rule).toBe('storage');
  expect(message).toBe(`results are not being stored: ${why}; checks and alerts go on`);
});

test('a trouble of svcmon itself has no target', () => {
  expect(ownConditionOf({ rule: 'monitor_offline', message: 'cut off' }, 7)).toMatchObject({
    holds: true,
    startedAt: 7,
    severity: 'critical',
    about: { name: 'svcmon', target: '', reason: 'monitor_offline', message: 'cut off' },
  });
});
