import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { queriesFor } from '../../queries/catalogue';
import { parseQuery } from '../../queries/query';
import { appendEntry } from '../../scaffold/append-entry';
import { newDetection } from '../../scaffold/new-detection';
import { newQuestion } from '../../scaffold/new-question';

const ROOT = path.join(__dirname, '../..');
let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'harborwatch-scaffold-'));
  for (const folder of ['detections/families', 'detections/examples']) {
    cpSync(path.join(ROOT, folder), path.join(root, folder), { recursive: true });
  }
  mkdirSync(path.join(root, 'queries/images-secrets-iam'), { recursive: true });
  mkdirSync(path.join(root, 'queries/ssh-flows'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');

test('a detection gets a record, examples and a question, and all that is left is said', () => {
  const { files, left } = newDetection(root, 'ecr-image-renamed', 'images');
  expect(files).toEqual([
    'detections/families/images.ts',
    'detections/examples/images.ts',
    'queries/images-secrets-iam/ecr-image-renamed.sql',
  ]);
  expect(textOf('detections/families/images.ts')).toMatch(/ {4}id: 'ecr-image-renamed',[\s\S]*\n\];\n$/);
  expect(textOf('detections/examples/images.ts')).toMatch(/ {2}'ecr-image-renamed': \{[\s\S]*\n\};\n$/);
  const question = parseQuery('ecr-image-renamed', 'images-secrets-iam', textOf(files[2] ?? ''));
  expect(question.serves).toEqual(['ecr-image-renamed']);
  expect(left.some((text) => text.includes('attack: at least one'))).toBe(true);
  expect(left.at(-1)).toBe('then: npm run format && npm run docs && npm run check');
});

test('its question stands where the questions of its family stand', () => {
  expect(queriesFor('ecr-image-pushed-by-outsider')[0]?.group).toBe('images-secrets-iam');
});

test.each([
  ['an id of one word', 'renamed', 'images', /should be <subject>-<what-happened>/],
  ['an id that is taken', 'trail-stopped', 'images', /there is a detection named trail-stopped/],
  ['no family', 'ecr-image-renamed', undefined, /name the family: npm run new detection ecr-image-renamed/],
  ['a family misspelt', 'ecr-image-renamed', 'imags', /npm run new detection ecr-image-renamed images;/],
  ['the controls of CIS, whose text is fixed', 'ecr-image-renamed', 'cis', /there are /],
])('%s is refused', (_what, id, family, sentence) => {
  expect(() => newDetection(root, id, family)).toThrow(sentence);
  expect(textOf('detections/families/images.ts')).toBe(
    readFileSync(path.join(ROOT, 'detections/families/images.ts'), 'utf8'),
  );
});

test('a question stands alone', () => {
  const { files } = newQuestion(root, 'ssh-by-weekday', 'ssh-flows');
  const question = parseQuery('ssh-by-weekday', 'ssh-flows', textOf(files[0] ?? ''));
  expect(question.serves).toEqual([]);
  expect(question.parameters.map(({ name }) => name)).toContain('since');
});

test('a question in no group, or one that is there, is refused', () => {
  expect(() => newQuestion(root, 'ssh-by-weekday', 'ssh')).toThrow('there are ecs-control-plane');
  expect(() => newQuestion(root, 'ecs-exec-sessions', 'ssh-flows')).toThrow('there is a question named');
  expect(() => newQuestion(root, 'Sessions', 'ssh-flows')).toThrow('kebab case');
});

test('a file that does not end as expected is left as it is', () => {
  expect(() => appendEntry('export const x = [];\n', '];', 'y', 'x.ts')).toThrow(
    'x.ts does not end with "];"; add the entry by hand',
  );
});
