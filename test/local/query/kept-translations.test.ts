import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { auditQuestions } from '../../../local/query/audit-questions';
import { KeptTranslations, shipTranslations } from '../../../local/query/kept-translations';
import type { TranspiledQuery } from '../../../local/query/translate/transpile-query';

// What is kept is compared with what is made: each time anew, unlike in other tests.
jest.unmock('../../../local/query/translate/transpile-query');

let fresh: readonly TranspiledQuery[];
let texts: readonly string[];
let folder: string;

beforeAll(async () => {
  fresh = (await auditQuestions({ settings: { sshPorts: [2222] } })).map(({ translation }) => {
    if (translation instanceof Error) throw translation;
    return translation;
  });
  texts = fresh.map(({ athena }) => athena);
});
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kept-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const store = (cache: string | undefined, beside = path.join(folder, 'bundle')) =>
  new KeptTranslations(cache, beside, true);
const keptFile = () => {
  const kept = path.join(folder, 'translations');
  return path.join(kept, readdirSync(kept)[0] ?? '');
};

test('what is kept is what was made, each time', () => {
  expect(store(folder).read(texts)).toBeUndefined();
  store(folder).write(texts, fresh);
  expect(store(folder).read(texts)).toEqual(fresh);
});

test('what a package ships is what would be made', () => {
  const bundle = path.join(folder, 'bundle');
  shipTranslations(bundle, texts, fresh);
  expect(store(undefined, bundle).read(texts)).toEqual(fresh);
});

test('other values are other questions', () => {
  store(folder).write(texts, fresh);
  expect(store(folder).read([...texts.slice(1), `${texts[0]} `])).toBeUndefined();
  expect(store(folder).read(texts.slice(1))).toBeUndefined();
});

test('what is damaged is not taken, and is written anew', () => {
  store(folder).write(texts, fresh);
  const text = readFileSync(keptFile(), 'utf8');
  writeFileSync(keptFile(), text.replace('SELECT', 'select'));
  expect(store(folder).read(texts)).toBeUndefined();
  store(folder).write(texts, fresh);
  expect(store(folder).read(texts)).toEqual(fresh);
});

test('a cache that cannot be written, or is not there, costs the shortcut and nothing else', () => {
  const blocked = path.join(folder, 'file');
  writeFileSync(blocked, '');
  store(blocked).write(texts, fresh);
  expect(store(blocked).read(texts)).toBeUndefined();
  store(undefined).write(texts, fresh);
  expect(store(undefined).read(texts)).toBeUndefined();
});

test('sources that run as they are keep nothing: they may change', () => {
  new KeptTranslations(folder, folder, false).write(texts, fresh);
  expect(readdirSync(folder)).toEqual([]);
});

test('only a few sets are kept', () => {
  for (let set = 0; set < 20; set += 1) store(folder).write([`select ${set}`], []);
  expect(readdirSync(path.join(folder, 'translations'))).toHaveLength(16);
});
