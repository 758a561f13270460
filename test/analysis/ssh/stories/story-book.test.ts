import type { Finding } from '../../../../analysis/finding';
import { StoryBook } from '../../../../analysis/ssh/stories/story-book';
import { EIGHT } from '../flows';

const finding = (from: number, to: number, fields: Partial<Finding> = {}): Finding => ({
  id: `ssh-brute-force/203.0.113.7/10.0.1.5/22/${from}`,
  detection: 'ssh-brute-force',
  severity: 'medium',
  confidence: 0.7,
  state: 'START',
  source: '203.0.113.7',
  targets: ['10.0.1.5'],
  ports: [22],
  firstSeen: EIGHT + from,
  lastSeen: EIGHT + to,
  changes: [{ state: 'START', at: EIGHT + from + 10, count: 9 }],
  summary: 'tried',
  evidence: {},
  ...fields,
});

function told(...findings: Finding[]): Finding[] {
  const book = new StoryBook();
  for (const each of findings) book.add([each]);
  return book.stories();
}

test('the same story judged again is one story with its first id and its new end', () => {
  const later = finding(300, 900, {
    changes: [
      { state: 'START', at: EIGHT + 310, count: 9 },
      { state: 'UPDATE', at: EIGHT + 500, count: 18 },
    ],
  });
  const [story, ...others] = told(finding(0, 600), later);
  expect(others).toEqual([]);
  expect(story).toMatchObject({
    id: finding(0, 0).id,
    firstSeen: EIGHT,
    lastSeen: EIGHT + 900,
    state: 'UPDATE',
  });
  expect(story?.changes.map(({ state }) => state)).toEqual(['START', 'UPDATE']);
});

test('an end that came too early is taken back', () => {
  const ended = finding(0, 600, {
    state: 'END',
    changes: [
      { state: 'START', at: EIGHT + 10, count: 9 },
      { state: 'END', at: EIGHT + 4_200, count: 12 },
    ],
  });
  expect(told(ended, finding(0, 2_000))[0]).toMatchObject({ state: 'START', lastSeen: EIGHT + 2_000 });
});

test('another target, another port, another time: another story', () => {
  expect(told(finding(0, 600), finding(0, 600, { targets: ['10.0.1.6'] }))).toHaveLength(2);
  expect(told(finding(0, 600), finding(0, 600, { ports: [2222] }))).toHaveLength(2);
  expect(told(finding(0, 600), finding(601, 900))).toHaveLength(2);
});

test('stories stand in the order in which they were first told', () => {
  const late = finding(500, 600, { source: '203.0.113.9' });
  expect(told(late, finding(0, 600)).map(({ source }) => source)).toEqual(['203.0.113.7', '203.0.113.9']);
});
