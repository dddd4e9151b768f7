/** Reads RFC 4180 strictly: CRLF line ends, quotes only around whole fields, quotes inside doubled. */
export function csvRows(text: string): readonly Readonly<Record<string, string>>[] {
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  const rows: string[][] = [[]];
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) throw new Error('not RFC 4180');
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') rows.push([]);
  }
  const [head = [], ...body] = rows.slice(0, -1);
  return body.map((row) => {
    if (row.length !== head.length) throw new Error('a row of another length');
    return Object.fromEntries(head.map((name, index) => [name, row[index] ?? '']));
  });
}
