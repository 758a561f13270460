import { SshActivity } from '../../analysis/ssh/activity';
import { DEFAULT_SSH_POLICY } from '../../analysis/ssh/policy';
import { compileFlowLogFormat } from '../../records/flow-logs/flow-log-format';
import { alternate, type Rounds, type Sample } from './alternate';
import { answerParent } from './answer-parent';

export interface FlowLogTextInput {
  readonly format: readonly string[];
  /** A file's text. */
  readonly text: string;
  readonly rounds: Rounds;
}

export interface FlowLogTextOutput {
  readonly samples: Record<'split' | 'analysis', Sample[]>;
  readonly lines: number;
}

answerParent<FlowLogTextInput, FlowLogTextOutput>(({ format: names, text, rounds }) => {
  const format = compileFlowLogFormat(names);
  const lines = text.split('\n');
  const { split = [], analysis = [] } = alternate(
    [
      {
        name: 'split',
        run() {
          let columns = 0;
          for (const line of lines) columns += line.split(' ').length;
          return columns;
        },
      },
      {
        name: 'analysis',
        run() {
          const activity = new SshActivity(DEFAULT_SSH_POLICY);
          const line = format.reader();
          for (const text of lines) if (line.read(text) === 'record') activity.add(line);
          return activity.size;
        },
      },
    ],
    rounds,
  );
  return { samples: { split, analysis }, lines: lines.length };
});
