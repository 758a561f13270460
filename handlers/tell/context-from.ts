import { queriesFor } from '../../queries/catalogue';
import { optional, type Variables } from '../environment';
import type { MessageContext } from './message-context';
import { placeOf } from './place-of';

/** What messages know of the deployment, from its variables and the function's ARN. */
export function contextFrom(variables: Variables, functionArn: string): MessageContext {
  const reportsBucket = optional(variables, 'reportsBucket');
  return {
    ...placeOf(functionArn),
    trailLogGroup: optional(variables, 'trailLogGroup'),
    flowLogGroup: optional(variables, 'flowLogGroup'),
    runbookUrl: optional(variables, 'runbookUrl'),
    ...(reportsBucket !== undefined && { reportsBucket }),
    alarmPrefix: optional(variables, 'alarmPrefix') ?? '',
    queriesFor: (id) => queriesFor(id).map((query) => query.id),
  };
}
