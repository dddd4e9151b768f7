import { z } from 'zod';
import { bytes, characters, jsonAnswer, jsonProblems, type Rules } from './rules.ts';

const message = z.strictObject({
  topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/),
  title: characters(250),
  // Longer ones become an attachment.
  message: bytes(4_096),
  priority: z.int().min(1).max(5),
  tags: z.array(z.string().regex(/^\w+$/)),
  click: z.url().optional(),
});

/** https://docs.ntfy.sh/publish/#publish-as-json */
export const ntfyRules: Rules = (request) => {
  if (request.method !== 'POST' || request.path !== '/') return failure(40_401, 404, 'page not found');
  if (request.headers.authorization !== 'Bearer tk_abcdefghijklmnopqrstuvwxyz12')
    return failure(40_301, 403, 'forbidden');
  const [problem] = jsonProblems(request, message);
  if (problem !== undefined) return failure(40_024, 400, `invalid request: ${problem}`);
  return jsonAnswer(200, { id: 'abc', event: 'message' });
};

function failure(code: number, http: number, error: string) {
  return jsonAnswer(http, { code, http, error, link: 'https://ntfy.sh/docs/publish/' });
}
