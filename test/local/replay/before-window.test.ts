import { BeforeWindow } from '../../../local/replay/before-window';
import type { FlowRecord } from '../../../records/flow-logs/flow-record';
import { EIGHT, exampleFinding } from './example-result';

const flow = (srcaddr: string, dstaddr: string) => ({ srcaddr, dstaddr }) as FlowRecord;
const finding = exampleFinding({ source: '198.51.100.23', targets: ['10.0.1.5'], firstSeen: EIGHT + 10 });
const began = (source: string, at: number, of = finding) => {
  const before = new BeforeWindow(EIGHT);
  before.add(flow(source, '10.0.1.5'), at);
  return before.hasBeginOf(of);
};

test('a source that was at its target shortly before the window began before it', () => {
  expect(began('198.51.100.23', EIGHT - 60)).toBe(true);
});

test('another source, or the same more than an hour before, began nothing', () => {
  expect(began('198.51.100.24', EIGHT - 60)).toBe(false);
  expect(began('198.51.100.23', EIGHT - 3601)).toBe(false);
});

test('what begins more than an hour into the window is another story', () => {
  expect(began('198.51.100.23', EIGHT - 60, { ...finding, firstSeen: EIGHT + 3601 })).toBe(false);
});
