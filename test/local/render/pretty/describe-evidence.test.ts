import { describeEvidence } from '../../../../local/render/pretty/describe-evidence';

const words = (evidence: Parameters<typeof describeEvidence>[0]) =>
  describeEvidence(evidence).numbers.replaceAll('\u00a0', ' ');

test('numbers come with their names, rounded to what matters', () => {
  expect(words({ attempts: 61, packetsPerFlow: 12.3456, answered: true })).toBe(
    'attempts 61, packetsPerFlow 12.35, answered true',
  );
});

test('of a long list the first five are shown', () => {
  expect(words({ ports: [1, 2, 3, 4, 5, 6, 7] })).toBe('ports [1 2 3 4 5 … of 7]');
});

test('sample records stand by themselves', () => {
  const { numbers, records } = describeEvidence({
    attempts: 1,
    records: ['2 111122223333 eni-1', '2 111122223333 eni-2'],
  });
  expect(numbers).not.toContain('eni-1');
  expect(records).toEqual(['2 111122223333 eni-1', '2 111122223333 eni-2']);
});
