import { execFileSync } from 'node:child_process';
import { shellWord } from '../../deployment/shell-word';
import { buildCatalogue } from '../../detections/catalogue';

test('plain words are left as they are', () => {
  expect(shellWord('arn:aws:sns:eu-west-1:111122223333:topic')).toBe(
    'arn:aws:sns:eu-west-1:111122223333:topic',
  );
});

test('every pattern of the catalogue, and worse, comes out of a shell as it went in', () => {
  const patterns = buildCatalogue().flatMap(({ detector }) =>
    detector.kind === 'filter' ? [detector.pattern] : [],
  );
  const words = [...patterns, "it's", '', '$(id)', '`id`', 'a\nb', '\\', '-x', '!'];
  const script = `printf '%s\\0' ${words.map(shellWord).join(' ')}`;
  expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' })).toBe(
    words.map((word) => `${word}\0`).join(''),
  );
});
