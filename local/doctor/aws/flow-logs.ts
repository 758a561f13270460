import { DescribeFlowLogsCommand, EC2Client, type FlowLog } from '@aws-sdk/client-ec2';
import { ask } from '../look-error';
import { clientSettings } from './client-settings';
import { pages } from './pages';

export type { FlowLog };

export interface FlowLogs {
  readonly of: (vpcId: string) => Promise<readonly FlowLog[]>;
}

export function flowLogsIn(region: string): FlowLogs {
  const client = new EC2Client(clientSettings(region));
  return {
    of: (vpcId) =>
      pages(async (token) => {
        const { FlowLogs = [], NextToken } = await ask('ec2:DescribeFlowLogs', () =>
          client.send(
            new DescribeFlowLogsCommand({
              Filter: [{ Name: 'resource-id', Values: [vpcId] }],
              ...(token !== undefined && { NextToken: token }),
            }),
          ),
        );
        return [FlowLogs, NextToken === '' ? undefined : NextToken];
      }),
  };
}
