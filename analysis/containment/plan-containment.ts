import { groupSteps, keySteps, roleSteps, userSteps } from './identity-steps';
import type { ContainedKind, ContainmentPlan, Step } from './plan';
import { taskSteps } from './task-steps';

/** What a target must look like, and an example for the message. */
export const TARGET_FORMS: Readonly<
  Record<ContainedKind, { readonly form: RegExp; readonly example: string }>
> = {
  task: {
    form: /^(?:arn:aws[\w-]*:ecs:[a-z0-9-]+:\d{12}:task\/[\w-]+\/)?[0-9a-f]{32}$/,
    example: 'arn:aws:ecs:eu-west-1:111122223333:task/harbor/0123456789abcdef0123456789abcdef',
  },
  role: { form: /^[\w+=,.@-]{1,64}$/, example: 'web-task-role' },
  user: { form: /^[\w+=,.@-]{1,64}$/, example: 'mallory' },
  key: { form: /^AKIA[A-Z2-7]{16}$/, example: ['AKIA', 'IOSFODNN7EXAMPLE'].join('') },
  'security-group': { form: /^sg-[0-9a-f]{8,17}$/, example: 'sg-0123456789abcdef0' },
};

/** A target that is not of the form of its kind; the message has an example. */
export class ContainmentTargetError extends Error {
  override name = 'ContainmentTargetError';
}

export interface ContainmentOptions {
  /** Of the task; read from its ARN where that is given. */
  readonly cluster?: string;
  /** Service that the task belongs to. */
  readonly service?: string;
}

/**
 * Plans the isolation of one thing: evidence first, then what cuts it off, then what is clean in its place. The plan
 * is the same for the same target; times are filled in by the shell when the steps are run.
 *
 * @throws ContainmentTargetError
 */
export function planContainment(
  kind: ContainedKind,
  target: string,
  options: ContainmentOptions = {},
): ContainmentPlan {
  const { form, example } = TARGET_FORMS[kind];
  if (!form.test(target)) {
    throw new ContainmentTargetError(
      `${JSON.stringify(target)} is no ${kind}; expected one such as ${example}`,
    );
  }
  return { kind, target, steps: stepsOf(kind, target, options) };
}

function stepsOf(kind: ContainedKind, target: string, options: ContainmentOptions): readonly Step[] {
  switch (kind) {
    case 'task':
      return taskSteps(target, options);
    case 'role':
      return roleSteps(target);
    case 'user':
      return userSteps(target);
    case 'key':
      return keySteps(target);
    case 'security-group':
      return groupSteps(target);
  }
}
