import { exampleEvent } from '../../detections/examples/example-event';
import { EXAMPLES } from '../../detections/examples/index';
import { ofType } from '../stacks/detection/deployed';
import { AS_EXAMPLES, FULL } from '../stacks/detection/deployments';
import { VARIANTS } from '../stacks/variants';

/** Every different pattern of the deployed rules whose text has no reference in it. */
export function patterns(): readonly unknown[] {
  const texts = [AS_EXAMPLES, FULL, VARIANTS['production attached own-trail'] ?? {}]
    .flatMap((context) => ofType('AWS::Events::Rule', context))
    .map(({ Properties }) => JSON.stringify(Properties['EventPattern']))
    .filter((text) => text !== undefined && !/"(?:Ref|Fn::\w+)":/.test(text));
  return [...new Set(texts)].map((text) => JSON.parse(text));
}

/** The catalogue's examples as EventBridge wraps them, those that fire and those that nearly do, and calls of nobody's. */
export function events(): readonly Readonly<Record<string, unknown>>[] {
  const records = Object.values(EXAMPLES).flatMap(({ fires, staysSilent }) => [...fires, ...staysSilent]);
  const others = [exampleEvent('ec2', 'CreateTags'), exampleEvent('sts', 'AssumeRole')];
  return [...records, ...others].flatMap((detail) => {
    const { eventName } = detail as { eventName?: string };
    const types =
      eventName === 'ConsoleLogin' ? ['AWS Console Sign In'] : ['AWS API Call', 'AWS Service Event'];
    return types.map((type) => ({ 'detail-type': `${type} via CloudTrail`, source: 'aws.any', detail }));
  });
}
