import { ecsEvent, registration, serviceUpdate } from './ecs-example';
import { denied, EXAMPLE_ACCOUNT, type ExampleTable, exampleRole, exampleUser } from './example-event';

const listing = ecsEvent('ListTasks', { cluster: 'harbor' }, { readOnly: true });
const fromConsole = {
  userIdentity: {
    ...exampleUser,
    sessionContext: { attributes: { creationDate: '2026-11-02T08:00:00Z', mfaAuthenticated: 'false' } },
  },
  sessionCredentialFromConsole: 'true',
};
const signedOn = exampleRole('AWSReservedSSO_Developer_0a1b2c3d4e5f6071', 'ana@example.com');

export const ecsAccessExamples: ExampleTable = {
  'ecs-calls-denied-in-bulk': {
    fires: [denied(registration(), 'AccessDeniedException'), denied(listing)],
    staysSilent: [listing, denied(listing, 'ClientException')],
  },
  'ecs-inventory-listed-in-bulk': {
    fires: [
      listing,
      ecsEvent('DescribeTaskDefinition', { taskDefinition: 'harbor-web' }, { readOnly: true }),
    ],
    staysSilent: [denied(listing), registration()],
  },
  'ecs-console-change-without-mfa': {
    fires: [serviceUpdate({ desiredCount: 3 }, fromConsole)],
    staysSilent: [
      serviceUpdate({ desiredCount: 3 }),
      { ...listing, ...fromConsole },
      // Identity Center did the second factor; its sessions never say so.
      serviceUpdate(
        { desiredCount: 3 },
        {
          ...fromConsole,
          userIdentity: {
            ...signedOn,
            sessionContext: {
              attributes: { creationDate: '2026-11-02T08:00:00Z', mfaAuthenticated: 'false' },
              sessionIssuer: {
                type: 'Role',
                arn: `arn:aws:iam::${EXAMPLE_ACCOUNT}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Developer_0a1b2c3d4e5f6071`,
                accountId: EXAMPLE_ACCOUNT,
                userName: 'AWSReservedSSO_Developer_0a1b2c3d4e5f6071',
              },
            },
          },
        },
      ),
    ],
  },
};
