import { queriesFor } from '../../queries/catalogue';
import { optional, type Variables } from '../environment';
import type { MessageContext } from './message-context';

/** Account and region are those of the function itself: `arn:aws:lambda:<region>:<account>:function:…`. */
export function contextFrom(variables: Variables, functionArn: string): MessageContext {
  const [, , , region = '', account = ''] = functionArn.split(':');
  return {
    account,
    region,
    trailLogGroup: optional(variables, 'trailLogGroup'),
    flowLogGroup: optional(variables, 'flowLogGroup'),
    runbookUrl: optional(variables, 'runbookUrl'),
    alarmPrefix: optional(variables, 'alarmPrefix') ?? '',
    queriesFor: (id) => queriesFor(id).map((query) => query.id),
  };
}
