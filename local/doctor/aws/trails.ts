import {
  type AdvancedEventSelector,
  CloudTrailClient,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type GetTrailStatusCommandOutput,
  LookupEventsCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { ask, askFor } from '../look-error';
import { clientSettings } from './client-settings';

export type { Trail };
export type TrailStatus = Omit<GetTrailStatusCommandOutput, '$metadata'>;

/** A trail has selectors of one of the two kinds. */
export interface EventSelectors {
  readonly basic: readonly EventSelector[];
  readonly advanced: readonly AdvancedEventSelector[];
}

export interface Trails {
  /** The trails of that ARN, or all that reach the region of the deployment. */
  readonly find: (arn?: string) => Promise<readonly Trail[]>;
  /** Of the trail in its home region; undefined where it is gone. */
  readonly statusOf: (arn: string) => Promise<TrailStatus | undefined>;
  /** The newest successful calls of that name in the event history of 90 days, as CloudTrail wrote them. */
  readonly callsNamed: (eventName: string) => Promise<readonly string[]>;
  /** Which events it records. */
  readonly selectorsOf: (arn: string) => Promise<EventSelectors>;
}

/** A page of the event history. */
const MOST_CALLS = 50;

export function trailsIn(region: string): Trails {
  // A trail answers for itself only in the region that it was made in.
  const clientFor = (arn?: string) => new CloudTrailClient(clientSettings(arn?.split(':')[3] || region));
  return {
    async find(arn) {
      const request = arn === undefined ? { includeShadowTrails: true } : { trailNameList: [arn] };
      const answer = await ask('cloudtrail:DescribeTrails', () =>
        clientFor(arn).send(new DescribeTrailsCommand(request)),
      );
      return answer.trailList ?? [];
    },
    statusOf: (arn) =>
      askFor('cloudtrail:GetTrailStatus', ['TrailNotFoundException'], () =>
        clientFor(arn).send(new GetTrailStatusCommand({ Name: arn })),
      ),
    async callsNamed(eventName) {
      const answer = await ask('cloudtrail:LookupEvents', () =>
        clientFor().send(
          new LookupEventsCommand({
            LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }],
            MaxResults: MOST_CALLS,
          }),
        ),
      );
      return (answer.Events ?? []).flatMap(({ CloudTrailEvent }) => CloudTrailEvent ?? []);
    },
    async selectorsOf(arn) {
      const answer = await ask('cloudtrail:GetEventSelectors', () =>
        clientFor(arn).send(new GetEventSelectorsCommand({ TrailName: arn })),
      );
      return { basic: answer.EventSelectors ?? [], advanced: answer.AdvancedEventSelectors ?? [] };
    },
  };
}
