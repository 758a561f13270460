import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { LogArchiveStack } from '../log-archive-stack';
import type { Queues } from './queues';
import type { Topics } from './topics';

/** What the functions of the detection stack are made of and connected to. */
export interface HandlersProps {
  readonly archive: LogArchiveStack;
  readonly key: IKey;
  readonly topics: Topics;
  readonly queues: Queues;
  readonly stateTable: Table;
  readonly toldTable: Table;
  /** Where the lines of the fleet's containers are; without it sizes alone tell of logins. */
  readonly containerLogGroup?: ILogGroup;
}
