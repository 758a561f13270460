import { gunzipSync } from 'node:zlib';
import { SshActivity } from '../../analysis/ssh/activity';
import { addFlowMessages } from '../../analysis/ssh/connections/flow-messages';
import { DEFAULT_SSH_POLICY } from '../../analysis/ssh/policy';
import { DEFAULT_SETTINGS } from '../../detections/detection';
import { ssh } from '../../detections/families/ssh';
import { unpackSubscriptionMessages } from '../../records/envelopes/subscription-messages';
import { compileFlowLogFormat } from '../../records/flow-logs/flow-log-format';
import type { SubscriptionEvent } from '../data/subscription-event';
import { alternate, type Rounds, type Sample } from './alternate';
import { answerParent } from './answer-parent';

export interface SubscriptionBatchInput {
  readonly format: readonly string[];
  /** Taken in turn, so that no round meets the strings and the sources of the one before. */
  readonly events: readonly SubscriptionEvent[];
  readonly rounds: Rounds;
}

export interface SubscriptionBatchOutput {
  readonly samples: Record<'parse' | 'split' | 'analysis', Sample[]>;
  /** Of the first event. */
  readonly analyzed: number;
  readonly findings: number;
}

const rules = ssh(DEFAULT_SETTINGS).flatMap(({ detector }) =>
  detector.kind === 'analyzer' ? [detector.rule] : [],
);

interface LogEvents {
  readonly logEvents: readonly { readonly message: string }[];
}

function parse(event: SubscriptionEvent): LogEvents {
  return JSON.parse(gunzipSync(Buffer.from(event.awslogs.data, 'base64')).toString('utf8'));
}

function analyze(event: SubscriptionEvent, format: ReturnType<typeof compileFlowLogFormat>) {
  const activity = new SshActivity(DEFAULT_SSH_POLICY);
  const { analyzed } = addFlowMessages(activity, format, unpackSubscriptionMessages(event).messages);
  const findings = rules.reduce((count, rule) => count + rule(activity, DEFAULT_SSH_POLICY).length, 0);
  return { analyzed, findings };
}

answerParent<SubscriptionBatchInput, SubscriptionBatchOutput>(({ format: names, events, rounds }) => {
  const format = compileFlowLogFormat(names);
  const eventOf = (round: number) => events[round % events.length] as SubscriptionEvent;
  const samples = alternate(
    [
      { name: 'parse', run: (round) => parse(eventOf(round)).logEvents.length },
      {
        name: 'split',
        run(round) {
          let columns = 0;
          for (const { message } of parse(eventOf(round)).logEvents) columns += message.split(' ').length;
          return columns;
        },
      },
      { name: 'analysis', run: (round) => 1 + analyze(eventOf(round), format).analyzed },
    ],
    rounds,
  );
  const { parse: parsed = [], split = [], analysis = [] } = samples;
  return { samples: { parse: parsed, split, analysis }, ...analyze(eventOf(0), format) };
});
