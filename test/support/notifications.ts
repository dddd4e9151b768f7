import type { Notification, NotifiedService } from '../../src/domain/notification.ts';

/** 2026-11-21T19:36:00.250Z */
export const createdAt = Date.UTC(2026, 10, 21, 19, 36, 0, 250);

/** A service that answered 503; tests change what they are about. */
export function notifiedService(changes: Partial<NotifiedService> = {}): NotifiedService {
  return {
    name: 'api',
    target: 'https://shop.example/health',
    reason: 'unexpected_status',
    severity: 'critical',
    message: 'expected status 200, got 503',
    statusCode: 503,
    responseTimeMs: 120.4567,
    attempts: 1,
    checkedAt: createdAt - 1_000,
    ...changes,
  };
}

/** A service slower than its warning threshold. */
export function slowService(changes: Partial<NotifiedService> = {}): NotifiedService {
  return notifiedService({
    name: 'search',
    reason: 'slow',
    severity: 'warning',
    message: 'slow: 1.9 s, over the warning threshold of 1.0 s',
    statusCode: 200,
    responseTimeMs: 1_900,
    ...changes,
  });
}

/** One unhealthy and one slow service of twelve. */
export function notification(changes: Partial<Notification> = {}): Notification {
  return {
    type: 'service_health',
    state: 'firing',
    dedupKey: '["service_health",["api"],["search"]]',
    createdAt,
    severity: 'critical',
    summary: '1 unhealthy, 1 slow of 12 services',
    total: 12,
    unhealthy: [notifiedService()],
    slow: [slowService()],
    others: [],
    ...changes,
  };
}

/** Texts that break what is not careful, by what they try. */
export const hostileTexts: Readonly<Record<string, string>> = {
  quotes: 'a "quoted" \\ back\\slashed name',
  'line feeds': 'first\nsecond\r\nthird',
  emoji: '👩‍👩‍👧 down 🔥',
  'ten thousand characters': 'é'.repeat(10_000),
  'a mention of everybody': '<!channel> <!everyone> <@U012AB3CD>',
  'a disguised link': '<https://evil.example|https://bank.example>',
  'markup characters': '& < > &lt; | * _ ~ `',
  'terminal escapes': '\u001b[31mred\u001b[0m \u001b]0;title\u0007',
  'reversed text': 'abc\u202Edcba\u202C',
  'half a surrogate pair': 'x\ud83dy',
  'a path': '../../etc/passwd',
  'a prototype key': '__proto__',
};
