import { expect, test } from 'vitest';
import { kindTable } from '../../src/domain/kind-table.ts';

function countingTable() {
  const loaded: string[] = [];
  const loader = (kind: string) => async () => {
    loaded.push(kind);
    return kind.toUpperCase();
  };
  return { loaded, table: kindTable({ http: loader('http'), tcp: loader('tcp'), dns: loader('dns') }) };
}

test('only the kinds asked for are loaded, in the order of the table', async () => {
  const { loaded, table } = countingTable();
  expect(await table.some(['dns', 'http', 'dns'])).toEqual(['HTTP', 'DNS']);
  expect(loaded).toEqual(['http', 'dns']);
});

test('a type that the table does not know is left out', async () => {
  const { table } = countingTable();
  expect(await table.some(['toString', 'udp'])).toEqual([]);
});

test('every kind comes in the order of the table, whose types are known before', async () => {
  const { loaded, table } = countingTable();
  expect(table.types).toEqual(['http', 'tcp', 'dns']);
  expect(loaded).toEqual([]);
  expect(await table.every()).toEqual(['HTTP', 'TCP', 'DNS']);
});
