import { queriesFor } from '../../queries/catalogue';
import { optional, type Variables } from '../environment';
import type { MessageContext } from './message-context';
import { placeOf } from './place-of';

/** What messages know of the deployment, from its variables and the function's ARN. */
export function contextFrom(variables: Variables, functionArn: string): MessageContext {
  return {
    ...placeOf(functionArn),
    trailLogGroup: optional(variables, 'trailLogGroup'),
    flowLogGroup: optional(variables, 'flowLogGroup'),
    runbookUrl: optional(variables, 'runbookUrl'),
    alarmPrefix: optional(variables, 'alarmPrefix') ?? '',
    queriesFor: (id) => queriesFor(id).map((query) => query.id),
  };
}
