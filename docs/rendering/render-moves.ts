import { judgedMoves } from './moves';

const KINDS: Readonly<Record<string, string>> = {
  'export-in-use': 'refused',
  'replaced-by-name': 'refused',
  'name-taken': 'refused',
  'left-behind': 'leaves a stack',
};

/** Which settings may change in place, and the way out where one may not. */
export function renderMoves(): string {
  const moves = judgedMoves();
  const isFree = (problems: readonly unknown[]) => problems.length === 0;
  return [
    '# Changing a deployment',
    '',
    'Each row compares the templates before and after a change of settings under one name, as CloudFormation does: exports that another stack still imports, taken away or changed because their resource is replaced; resources of a fixed name that would have to be replaced or made twice; and stacks that no deploy removes. `cdk deploy` makes the same comparison with what is deployed in your account as it synthesizes, and refuses before anything is changed, with the way out; `npm run preflight` makes it by itself. Where neither may read CloudFormation, they say so. Rendered by `npm run docs`.',
    '',
    '## Refused, or leaving something',
    '',
    '| change | CloudFormation | way out |',
    '|---|---|---|',
    ...moves
      .filter(({ problems }) => !isFree(problems))
      .map(
        ({ what, problems }) =>
          `| ${what} | ${problems.map((problem) => `${KINDS[problem.kind]}: ${problem.what}`).join('; ')} | ${[...new Set(problems.map(({ wayOut }) => wayOut))].join('; ')} |`,
      ),
    '',
    'What is destroyed in production leaves what it retains: [production-again.md](production-again.md) has the way back to its names.',
    '',
    '## Allowed in place',
    '',
    ...moves.filter(({ problems }) => isFree(problems)).map(({ what }) => `* ${what}`),
    '',
    'A new `name` is a new deployment beside the old one.',
    '',
  ].join('\n');
}
