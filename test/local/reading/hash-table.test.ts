import { HashTable } from '../../../local/reading/hash-table';

test('words with a sign are the same as without one', () => {
  const table = new HashTable();
  expect(table.add(-2, -3)).toBe(true);
  expect(table.add(-2 >>> 0, -3 >>> 0)).toBe(false);
  expect(table.has(-2 >>> 0, -3)).toBe(true);
  expect(table.has(-2, 3)).toBe(false);
  expect(table.size).toBe(1);
});

test('what was added is there after the table has grown many times, and nothing else', () => {
  const table = new HashTable(4);
  for (let n = 1; n <= 10_000; n += 1) table.add(Math.imul(n, 0x9e3779b9), n % 7);
  expect(table.size).toBe(10_000);
  for (let n = 1; n <= 10_000; n += 1) expect(table.has(Math.imul(n, 0x9e3779b9), n % 7)).toBe(true);
  expect(table.has(Math.imul(10_001, 0x9e3779b9), 10_001 % 7)).toBe(false);
});
