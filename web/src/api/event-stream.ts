/** One message of a stream of server-sent events. */
export interface ServerEvent {
  readonly id: string | undefined;
  readonly kind: string;
  readonly data: string;
}

/**
 * Reads messages out of pieces of text as the HTML standard says (§9.2.6, event streams): pieces may end anywhere.
 * A comment comes out as nothing, which is a sign of life all the same.
 */
export function createEventReader(onEvent: (event: ServerEvent) => void): (piece: string) => void {
  let rest = '';
  let id: string | undefined;
  let kind = '';
  let data: string[] = [];
  const endEvent = (): void => {
    if (data.length > 0) onEvent({ id, kind: kind || 'message', data: data.join('\n') });
    kind = '';
    data = [];
  };
  const takeLine = (line: string): void => {
    if (line === '') {
      endEvent();
      return;
    }
    const [, field = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
    if (field === 'data') data.push(value);
    else if (field === 'event') kind = value;
    else if (field === 'id' && !value.includes('\0')) id = value;
  };
  return (piece) => {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) takeLine(line);
  };
}
