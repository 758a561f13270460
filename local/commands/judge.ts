import { SEVERITIES } from '../../analysis/finding';
import { type JudgedFolder, judgeFiles } from '../judge/judge-files';
import { renderJudgementsJson } from '../render/judgements/judgements-json';
import { renderJudgementsSarif } from '../render/judgements/judgements-sarif';
import { renderJudgements } from '../render/judgements/render-judgements';
import type { CommandIo } from '../terminal/command-io';
import { terminalOf } from '../terminal/terminal';
import { UsageError } from '../terminal/usage-error';
import { EXIT } from './output/exit-status';

export interface JudgeOptions {
  readonly format: 'pretty' | 'json' | 'sarif';
  readonly all?: true;
  readonly ownRegistry?: readonly string[];
}

/**
 * Judges the task definitions in a file or a folder.
 *
 * @throws UsageError for an ARN: what runs in an account is read with credentials, which this command does not take
 */
export async function judgeCommand(target: string, options: JudgeOptions, io: CommandIo): Promise<number> {
  if (/^arn:/.test(target)) throw new UsageError(needsCredentials(target));
  const judged = await judgeFiles(target, options.ownRegistry ?? []);
  if (options.format === 'json') io.stdout.write(renderJudgementsJson(judged));
  else if (options.format === 'sarif') io.stdout.write(renderJudgementsSarif(judged));
  else io.stdout.write(renderJudgements(judged, options.all === true, terminalOf(io.stdout, io.env)));
  return judgeStatus(judged);
}

/** What is above low wins over what is unreadable: who has both must look at it first. */
export function judgeStatus({ tasks, unreadable }: JudgedFolder): number {
  const isLoud = tasks.some(({ judgements }) =>
    judgements.some(({ severity }) => SEVERITIES.indexOf(severity) > SEVERITIES.indexOf('low')),
  );
  if (isLoud) return EXIT.findings;
  return unreadable.length > 0 ? EXIT.unreadable : EXIT.quiet;
}

function needsCredentials(arn: string): string {
  return `${arn} is in an account, and judging it needs credentials: \`aws ecs describe-task-definition --task-definition ${arn} > task.json\`, then \`npx harborwatch judge task.json\``;
}
