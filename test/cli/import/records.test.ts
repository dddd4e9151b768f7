import { describe, expect, test } from 'vitest';
import { columnsOf } from '../../../src/cli/import/columns.ts';
import { csvRecords } from '../../../src/cli/import/csv-records.ts';
import { ndjsonRecords } from '../../../src/cli/import/ndjson-records.ts';
import type { RawRecord } from '../../../src/cli/import/raw-record.ts';
import { longestRecord } from '../../../src/cli/import/text-lines.ts';

/** The text in pieces of that many characters. */
async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

type Format = typeof csvRecords;

async function recordsOf(
  format: Format,
  text: string,
  { columns = '', size = 1_000 } = {},
): Promise<readonly RawRecord[]> {
  const all: RawRecord[] = [];
  const names = columnsOf(columns === '' ? undefined : columns);
  for await (const records of format(inPieces(text, size), names)) all.push(...records);
  return all;
}

describe('a CSV file', () => {
  const text = [
    '\ufefftime,status,message,other',
    '2026-01-01T00:00:00Z,up,,x',
    '2026-01-01T00:01:00Z,down,"expected 200, got ""503""',
    'twice",x',
    '',
    '2026-01-01T00:02:00Z,up, ok ,x',
  ].join('\r\n');
  const expected = [
    { line: 2, values: { time: '2026-01-01T00:00:00Z', status: 'up' } },
    {
      line: 3,
      values: { time: '2026-01-01T00:01:00Z', status: 'down', message: 'expected 200, got "503"\ntwice' },
    },
    { line: 6, values: { time: '2026-01-01T00:02:00Z', status: 'up', message: 'ok' } },
  ];

  test.each([1, 7, 64, 10_000])('is read the same in pieces of %i characters', async (size) => {
    expect(await recordsOf(csvRecords, text, { size })).toEqual(expected);
  });

  test('may call its columns otherwise', async () => {
    const records = await recordsOf(csvRecords, 'at,up\n5,1\n', { columns: 'time=at, status=up' });
    expect(records).toEqual([{ line: 2, values: { time: '5', status: '1' } }]);
  });

  test.each([
    ['too few fields', 'time,status\n5\n', { line: 2, problem: 'expected 2 fields as in the header, got 1' }],
    [
      'a stray quote',
      'time,status\n5,u"p"\n',
      { line: 2, problem: 'a quote stands within a field that is not quoted' },
    ],
    ['an open quote', 'time,status\n5,"up\n6,up\n', { line: 2, problem: 'a quote is never closed' }],
  ])('with %s is told line by line', async (_name, csv, problem) => {
    expect(await recordsOf(csvRecords, csv)).toEqual([problem]);
  });

  test('without a header, or without a column that was named, is refused', async () => {
    await expect(recordsOf(csvRecords, '')).rejects.toThrow('the file has no header');
    await expect(recordsOf(csvRecords, 'time,up\n', { columns: 'status=state' })).rejects.toThrow(
      'the file has no column "state"; it has time, up',
    );
  });

  test('is not held as a whole where a quote is never closed', async () => {
    const endless = `time,status\n5,"${'up\n'.repeat(longestRecord / 2)}`;
    await expect(recordsOf(csvRecords, endless, { size: 65_536 })).rejects.toThrow('line 2 goes on');
  });
});

describe('an NDJSON file', () => {
  test('has an object on each line', async () => {
    const text = '{"time":1,"status":true,"ping":null,"message":"x"}\n\n{"time":2,"status":0}';
    expect(await recordsOf(ndjsonRecords, text, { columns: 'response_time_ms=ping' })).toEqual([
      { line: 1, values: { time: '1', status: 'true', message: 'x' } },
      { line: 3, values: { time: '2', status: '0' } },
    ]);
  });

  test.each([
    ['{"time":1', 'not a JSON object'],
    ['[1]', 'not a JSON object'],
    ['{"time":{"at":1}}', '"time" is not a single value'],
  ])('with the line %s is told so', async (line, problem) => {
    expect(await recordsOf(ndjsonRecords, `${line}\n`)).toEqual([{ line: 1, problem }]);
  });

  test('has no fields but its own', async () => {
    const [record] = await recordsOf(ndjsonRecords, '{"status":1}', { columns: 'time=toString' });
    expect(record).toEqual({ line: 1, values: { status: '1' } });
  });
});

test.each([
  ['time', 'expected field=column'],
  ['when=at', 'there is no field "when"; the fields are time, status'],
])('the columns %s are refused', (option, message) => {
  expect(() => columnsOf(option)).toThrow(message);
});
