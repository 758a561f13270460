import { CONTAINED_KINDS, type ContainedKind } from '../../analysis/containment/plan';
import { ContainmentTargetError, planContainment } from '../../analysis/containment/plan-containment';
import { rehearse } from '../contain/rehearse';
import { renderPlan } from '../contain/render-plan';
import { ownDetections } from '../settings/own-detections';
import type { CommandIo } from '../terminal/command-io';
import { terminalOf } from '../terminal/terminal';
import { UsageError } from '../terminal/usage-error';
import { EXIT } from './output/exit-status';

export interface ContainOptions {
  readonly format: 'pretty' | 'json';
  readonly cluster?: string;
  readonly service?: string;
  readonly detections?: string;
}

const NAME = /^[\w-]{1,255}$/;

/** Prints the steps that isolate something, and the alarms that they will set off; runs none of them. */
export function containCommand(kind: string, target: string, options: ContainOptions, io: CommandIo): number {
  for (const option of ['cluster', 'service'] as const) {
    const value = options[option];
    if (value !== undefined && !NAME.test(value)) {
      throw new UsageError(`--${option} is ${JSON.stringify(value)}; allowed is the name of a ${option}`);
    }
  }
  const plan = planOf(kind, target, options);
  const alarms = rehearse(plan, undefined, ownDetections(options.detections));
  io.stdout.write(
    options.format === 'json'
      ? `${JSON.stringify({ format: 'harborwatch-contain/1', ...plan, alarms }, undefined, 2)}\n`
      : renderPlan(plan, alarms, terminalOf(io.stdout, io.env)),
  );
  return EXIT.quiet;
}

function planOf(kind: string, target: string, { cluster, service }: ContainOptions) {
  try {
    return planContainment(kindOf(kind), target, {
      ...(cluster !== undefined && { cluster }),
      ...(service !== undefined && { service }),
    });
  } catch (error) {
    if (error instanceof ContainmentTargetError) throw new UsageError(error.message);
    throw error;
  }
}

function kindOf(text: string): ContainedKind {
  const kind = CONTAINED_KINDS.find((name) => name === text);
  if (kind === undefined) {
    throw new UsageError(
      `nothing of kind ${JSON.stringify(text)} can be contained; choose one of ${CONTAINED_KINDS.join(', ')}`,
    );
  }
  return kind;
}
