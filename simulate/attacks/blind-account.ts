import { type ApiCall, call } from '../api-call';
import { OFFICE_ADDRESS, REGION } from '../fleet';
import type { Simulation } from '../simulation';

/** The accounts of the organisation beside the fleet's own. */
export const OTHER_ACCOUNTS = ['222233334444', '333344445555'] as const;

/** A role that an organisation makes in each of its accounts, with a session of one name. */
export function memberSession(account: string, role: string, session: string): ApiCall['by'] {
  return {
    type: 'AssumedRole',
    principalId: `AROAMEMBER${account}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: `ASIAMEMBER${account.slice(0, 10)}`,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: `AROAMEMBER${account}`,
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      attributes: { mfaAuthenticated: 'false' },
    },
  };
}

/** In one account: trail stopped, detector deleted, then the bucket of the logs. */
export function blindAccount(simulation: Simulation, account: string, at: number): void {
  const made = {
    by: memberSession(account, 'OrganizationAccountAccessRole', 'ops'),
    from: '192.0.2.66',
    agent: 'aws-cli/2.31.0',
    account,
  };
  call(simulation, {
    ...made,
    at,
    service: 'cloudtrail',
    name: 'StopLogging',
    request: { name: 'member-trail' },
  });
  call(simulation, {
    ...made,
    at: at + 20,
    service: 'guardduty',
    name: 'DeleteDetector',
    request: { detectorId: 'd' },
  });
  call(simulation, {
    ...made,
    at: at + 50,
    service: 's3',
    name: 'DeleteBucket',
    request: { bucketName: `logs-${account}` },
  });
}

/** In one account, what a baseline does: the trail written as it is meant to be. */
export function writeBaseline(simulation: Simulation, account: string, role: string, at: number): void {
  const made = {
    by: memberSession(account, role, 'baseline'),
    from: OFFICE_ADDRESS,
    agent: 'aws-cli/2.31.0',
    account,
  };
  const trail = { name: 'member-trail', isMultiRegionTrail: true, enableLogFileValidation: true };
  call(simulation, {
    ...made,
    at,
    service: 'cloudtrail',
    name: 'UpdateTrail',
    request: trail,
    region: REGION,
  });
  call(simulation, {
    ...made,
    at: at + 9,
    service: 'cloudtrail',
    name: 'StartLogging',
    request: { name: 'member-trail' },
  });
}
