import type { Column, ColumnType } from './column-type';
import type { TableDefinition } from './table-definition';

/** A column or member whose JSON name is given in camel case; the table's name is its lower case. */
function member(key: string, type: ColumnType = 'string'): Column {
  return { name: key.toLowerCase(), key, type };
}

const struct = (...members: readonly Column[]): ColumnType => ({ struct: members });

const sessionContext = struct(
  member('attributes', struct(member('mfaAuthenticated'), member('creationDate'))),
  member(
    'sessionIssuer',
    struct(member('type'), member('principalId'), member('arn'), member('accountId'), member('userName')),
  ),
  member('ec2RoleDelivery'),
  // A session of root that AssumeRoot opened from the management account.
  member('assumedRoot'),
  member(
    'webIdFederationData',
    struct(member('federatedProvider'), member('attributes', { mapTo: 'string' })),
  ),
);

const userIdentity = struct(
  member('type'),
  member('principalId'),
  member('arn'),
  member('accountId'),
  member('invokedBy'),
  member('accessKeyId'),
  member('userName'),
  member('onBehalfOf', struct(member('userId'), member('identityStoreArn'))),
  member('sessionContext', sessionContext),
);

/**
 * CloudTrail records, with the columns of the table in Athena's user guide ("Query AWS CloudTrail logs") and
 * `insightdetails` and `managementevent` after them. `requestparameters`, `responseelements` and
 * `additionaleventdata` hold the JSON text with its own camel case; `readonly` is 'true' or 'false'.
 */
export const cloudtrailLogs: TableDefinition = {
  name: 'cloudtrail_logs',
  timeKey: 'day',
  service: 'CloudTrail',
  columns: [
    member('eventVersion'),
    member('userIdentity', userIdentity),
    member('eventTime'),
    member('eventSource'),
    member('eventName'),
    member('awsRegion'),
    member('sourceIPAddress'),
    member('userAgent'),
    member('errorCode'),
    member('errorMessage'),
    member('requestParameters'),
    member('responseElements'),
    member('additionalEventData'),
    member('requestID'),
    member('eventID'),
    member('resources', { arrayOf: struct(member('ARN'), member('accountId'), member('type')) }),
    member('eventType'),
    member('apiVersion'),
    member('readOnly'),
    member('recipientAccountId'),
    member('serviceEventDetails'),
    member('sharedEventID'),
    member('vpcEndpointId'),
    member('vpcEndpointAccountId'),
    member('eventCategory'),
    member(
      'addendum',
      struct(
        member('reason'),
        member('updatedFields'),
        member('originalRequestID'),
        member('originalEventID'),
      ),
    ),
    member('sessionCredentialFromConsole'),
    member('edgeDeviceDetails'),
    member(
      'tlsDetails',
      struct(member('tlsVersion'), member('cipherSuite'), member('clientProvidedHostHeader')),
    ),
    member('insightDetails'),
    member('managementEvent'),
  ],
};
