import { fillPlaceholders, firstCommand, plainShellWord } from '../../../handlers/tell/command-text';

const lookup = (name: string) => ({ cluster: 'harbor', task: "x'; rm -rf ~ #", 'a.b': 'deep' })[name];

test('what is known is filled in, what is not stays as it is', () => {
  expect(fillPlaceholders('`aws ecs stop-task --cluster <cluster> --task <id>` <a.b>', lookup)).toBe(
    '`aws ecs stop-task --cluster harbor --task <id>` deep',
  );
});

test('a name that would be a second command is one quoted word', () => {
  expect(plainShellWord("x'; rm -rf ~ #")).toBe("'x'\\''; rm -rf ~ #'");
  expect(plainShellWord('--profile')).toBe("'--profile'");
  expect(plainShellWord('arn:aws:iam::111122223333:user/a')).toBe('arn:aws:iam::111122223333:user/a');
});

test('the first command is the first that can be typed as it stands', () => {
  const steps = [
    'Ask `aws ecs list-tasks`.',
    'Stop it: `aws ecs stop-task --cluster <cluster> --task <id>`.',
    'Then `aws ecs describe-clusters --clusters <cluster>`.',
  ];
  expect(firstCommand(steps, lookup)).toBe('aws ecs describe-clusters --clusters harbor');
  expect(firstCommand(steps.slice(0, 2), lookup)).toBeUndefined();
});
