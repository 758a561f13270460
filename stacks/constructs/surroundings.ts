import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { type NamedLogGroups, tellingVariables } from '../detection/handlers/common-variables';
import type { handlerVariables } from '../detection/handlers/handler-variables';
import type { Telling } from '../detection/handlers/handlers-props';
import { letAlarmsPublish } from '../detection/messages/alarms-publish';
import { MessageQueue } from '../detection/messages/message-queue';
import { messagesKey } from '../detection/messages/messages-key';
import { StateTable } from '../detection/state-table';
import { makeLogKey } from '../log-archive/log-key';
import { HarborwatchConstruct } from './harborwatch-construct';

/** What an analyzer is connected to; a pipeline has it already, and makes schedules, subscriptions and alarms. */
export interface Surroundings extends Telling {
  readonly logKey: IKey;
  /** Where batches wait that could not be judged. */
  readonly failed: IQueue;
  /** What all functions are told that send messages. */
  readonly variables: Parameters<typeof handlerVariables>[1];
  /** Names and ARNs of what the deployment is made of that do not begin with its name. */
  readonly ownNames?: readonly string[];
}

/** Keys and tables that analyzers of one deployment share in a stack of somebody else. */
class SharedState extends HarborwatchConstruct {
  readonly key: IKey = messagesKey(this) as IKey;
  readonly logKey: IKey = makeLogKey(this) as IKey;
  readonly stateTable: Table = new StateTable(this, 'State', ['kind', 'id'], this.key);
  readonly toldTable: Table = new StateTable(this, 'Told', ['id'], this.key);

  /** The one of this deployment in the stack around a construct; made for the first that asks. */
  static around(part: HarborwatchConstruct): SharedState {
    const stack = Stack.of(part);
    const { name } = part.settings;
    const id = `HarborwatchState-${name}`;
    const known = stack.node.tryFindChild(id);
    if (known instanceof SharedState) return known;
    return new SharedState(stack, id, {
      deploymentName: name,
      removalPolicy: part.isProduction ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
  }
}

export interface OwnSurroundings extends NamedLogGroups {
  readonly topic: ITopic;
  /** Completes the name of the queue in which batches wait that could not be judged. */
  readonly failed: string;
}

/** What an analyzer is connected to that stands by itself. */
export function ownSurroundings(part: HarborwatchConstruct, props: OwnSurroundings): Surroundings {
  letAlarmsPublish(props.topic, part.account);
  const { key, logKey, stateTable, toldTable } = SharedState.around(part);
  const telling = { topics: { notifications: props.topic }, key, stateTable, toldTable };
  const names = [props.trailLogGroup, props.flowLogGroup].flatMap((group) => group?.logGroupName ?? []);
  return {
    ...telling,
    logKey,
    failed: new MessageQueue(part, 'FailedBatches', {
      suffix: props.failed,
      key,
      isLast: 'it is the failure destination: people send its batches again',
    }),
    variables: tellingVariables(part, telling, props),
    ownNames: [...names, logKey.keyArn, key.keyArn, stateTable.tableName, toldTable.tableName],
  };
}
