import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { LogArchive } from '../../log-archive/log-archive';
import type { Queues } from '../messages/queues';
import type { Topics } from '../messages/topics';

/** What a function tells through, and where it remembers what it told. */
export interface Telling {
  readonly topics: { readonly notifications: ITopic };
  readonly stateTable: Table;
  readonly toldTable: Table;
  /** Key of the tables. */
  readonly key: IKey;
}

/** What the functions of the detection stack are made of and connected to. */
export interface HandlersProps extends Telling {
  readonly archive: LogArchive;
  readonly topics: Topics;
  readonly queues: Queues;
  /** Where the lines of the fleet's containers are; without it sizes alone tell of logins. */
  readonly containerLogGroup?: ILogGroup;
}
