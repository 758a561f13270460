import type { Fault } from '../fake-aws/fault';
import type { CaseResult, Place } from './fault-case';
import type { Subject } from './subject';

/** What is wrong with how a case came out, in words: lost, made up, or told twice where once would do. */
export function problemsOf(
  { toldBy, isAboutFault = () => false, isReport = () => false }: Subject,
  expected: readonly string[],
  { published, told, outcomes }: CaseResult,
  fault: Fault,
  place: Place,
): readonly string[] {
  const own = told.filter((each) => !isAboutFault(each));
  const idsOf = (unit: string) => [
    ...new Set(
      published.filter((each) => toldBy(each).includes(unit)).map(({ attributes }) => attributes['id']),
    ),
  ];
  const last = outcomes.at(-1);
  return [
    ...expected.filter((unit) => !own.includes(unit)).map((unit) => `lost: ${unit}`),
    ...own.filter((unit) => !expected.includes(unit)).map((unit) => `made up: ${unit}`),
    ...expected.flatMap((unit) =>
      idsOf(unit).length > 1 && !isReport(unit) ? [`told as ${idsOf(unit).join(' and ')}`] : [],
    ),
    ...(own.length > expected.length && !mayBeTwice(fault, place) ? ['told twice'] : []),
    ...(fault === 'kill' && outcomes[0]?.kind !== 'killed' ? ['not killed'] : []),
    ...(last?.kind === 'answer' ? [] : [`the next run: ${JSON.stringify(last)}`]),
  ].map((problem) => `${fault} at ${place.call} ${place.nth}: ${problem}`);
}

/** Only where a message went out, or may have, and the run could not know or write that down. */
function mayBeTwice(fault: Fault, { call }: Place): boolean {
  return call === 'SNS.Publish'
    ? fault === 'lose-answer' || fault === 'late' || fault === 'kill'
    : call.startsWith('DynamoDB.');
}
