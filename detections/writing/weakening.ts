import { allAt, isObject, numberAt, textAt, textsAt } from '../../analysis/trail/json-path';
import type { TrailCall } from '../../analysis/trail/trail-call';
import type { JsonObject, JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { ownEntry } from '../../records/values/own-entry';

/** Kept for less than a quarter, records are gone before most intrusions are found. */
const LONG_DAYS = 90;
/** Config keeps its items for seven years where nobody says otherwise, and 30 days at least. */
const CONFIG_DAYS = 365;

const anyFalse = (request: JsonObject, ...paths: readonly string[]) =>
  paths.some((path) => allAt(request, path).some((value) => value === false || value === 'false'));
const names = (request: JsonObject, ...paths: readonly string[]) =>
  paths.some((path) => allAt(request, path).length > 0);

/** Settings lie a few levels deep; a request of thousands was made to end whoever goes through it. */
const MOST_LEVELS = 12;

/** `DISABLED` or `NONE`, or a switch that is off, anywhere in it. */
function turnsOff(value: JsonValue | undefined, levels = MOST_LEVELS): boolean {
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.some((one) => turnsOff(one, levels - 1));
  if (!isObject(value)) return false;
  return Object.entries(value).some(([name, member]) => {
    const isSwitch = /^(?:enable|enabled|status|autoEnable\w*)$/i.test(name);
    const isOff =
      member === false || (typeof member === 'string' && /^(?:disabled|none|false)$/i.test(member));
    return (isSwitch && isOff) || turnsOff(member, levels - 1);
  });
}

/** For the accounts of an organisation. */
function turnsFeatureOn(request: JsonObject): boolean {
  return textsAt(request, 'features[].autoEnable').some((text) => text === 'NEW' || text === 'ALL');
}

/** Does one of the selectors keep all management events? Selectors replace those of before. */
function keepsManagement(request: JsonObject): boolean {
  const plain = allAt(request, 'eventSelectors[]').filter(isObject);
  const advanced = allAt(request, 'advancedEventSelectors[]').filter(isObject);
  return (
    plain.some(
      (selector) =>
        selector['includeManagementEvents'] !== false &&
        (textAt(selector, 'readWriteType') ?? 'All') === 'All' &&
        textsAt(selector, 'excludeManagementEventSources[]').length === 0,
    ) ||
    advanced.some((selector) => {
      const fields = allAt(selector, 'fieldSelectors[]').filter(isObject);
      // Beside the category every further field leaves something out.
      return fields.length === 1 && fields.some((field) => textsAt(field, 'equals[]').includes('Management'));
    })
  );
}

/** Rules that remove; those that move to colder storage or end broken uploads keep everything. */
function expires(request: JsonObject): boolean {
  const rules = [
    ...allAt(request, 'LifecycleConfiguration.Rule[]'),
    ...allAt(request, 'lifecycleConfiguration.rules[]'),
  ].filter(isObject);
  if (rules.length === 0) return true;
  return rules.some((rule) =>
    ['Expiration', 'NoncurrentVersionExpiration', 'expiration', 'noncurrentVersionExpiration'].some(
      (name) => rule[name] !== undefined,
    ),
  );
}

/**
 * Calls that take away or add by what they ask for: how a request says that it takes away. What is not here takes away
 * by its name.
 */
const FORMS: Readonly<Record<string, (request: JsonObject) => boolean>> = {
  'cloudtrail:UpdateTrail': (request) =>
    anyFalse(
      request,
      ...[
        'isMultiRegionTrail',
        'includeGlobalServiceEvents',
        'enableLogFileValidation',
        'isOrganizationTrail',
      ],
    ) ||
    // It writes elsewhere, or with another's key.
    names(request, 's3BucketName', 's3KeyPrefix', 'kmsKeyId', 'cloudWatchLogsLogGroupArn'),
  'cloudtrail:PutEventSelectors': (request) => !keepsManagement(request),
  'guardduty:UpdateDetector': (request) => turnsOff(request),
  'guardduty:UpdateMemberDetectors': (request) => turnsOff(request),
  // It says what accounts get from now on and takes nothing from those that have it; the console writes every feature of
  // GuardDuty each time, with those that nobody pays for.
  'guardduty:UpdateOrganizationConfiguration': (request) =>
    turnsOff(request) && (turnsOff({ ...request, features: [] }) || !turnsFeatureOn(request)),
  // A list that is switched on as it is.
  'guardduty:UpdateThreatIntelSet': (request) => request['activate'] !== true || names(request, 'location'),
  'guardduty:UpdateThreatEntitySet': (request) => request['activate'] !== true || names(request, 'location'),
  'securityhub:UpdateOrganizationConfiguration': (request) => turnsOff(request),
  'securityhub:UpdateSecurityHubConfiguration': (request) => turnsOff(request),
  'config:PutRetentionConfiguration': (request) =>
    (numberAt(request, 'retentionPeriodInDays') ?? 0) < CONFIG_DAYS,
  'config:PutConfigurationRecorder': (request) => {
    const group = ['configurationRecorder.recordingGroup', 'ConfigurationRecorder.recordingGroup'];
    const isAll = group.some((path) =>
      allAt(request, `${path}.allSupported`).some((value) => value === true || value === 'true'),
    );
    return !isAll;
  },
  's3:PutBucketVersioning': (request) =>
    ['VersioningConfiguration.Status', 'versioningConfiguration.status'].every(
      (path) => textAt(request, path) !== 'Enabled',
    ),
  's3:PutBucketPublicAccessBlock': (request) =>
    ['PublicAccessBlockConfiguration', 'publicAccessBlockConfiguration'].every(
      (path) => !names(request, path),
    ) || turnsAnyOff(request),
  's3:PutBucketLifecycle': expires,
  's3:PutBucketLifecycleConfiguration': expires,
  's3:PutBucketObjectLockConfiguration': (request) => !names(request, 'ObjectLockConfiguration.Rule'),
  's3:PutObjectLockConfiguration': (request) => !names(request, 'ObjectLockConfiguration.Rule'),
  'logs:PutRetentionPolicy': (request) => (numberAt(request, 'retentionInDays') ?? 0) < LONG_DAYS,
  'sns:SetTopicAttributes': (request) =>
    !/^(?:DisplayName|TracingConfig|SignatureVersion|.*FeedbackRoleArn|.*FeedbackSampleRate)$/.test(
      textAt(request, 'attributeName') ?? '',
    ),
};

function turnsAnyOff(request: JsonObject): boolean {
  const blocks = ['PublicAccessBlockConfiguration', 'publicAccessBlockConfiguration'].flatMap((path) =>
    allAt(request, path).filter(isObject),
  );
  return blocks.some((block) => Object.values(block).some((value) => value === false || value === 'false'));
}

/** What a bucket has beside its records, and a lifecycle without which they are kept for longer. */
const BESIDE_RECORDS =
  /^s3:DeleteBucket(?:Tagging|Cors|Website|Lifecycle|\w*(?:Metrics|Analytics|Inventory|Tiering)\w*)$/;

/**
 * Does the call take away from what records or watches? Many calls only add: a detector that is enabled, a trail that is
 * validated from now on, a log that is kept for longer.
 */
export function weakens(call: TrailCall): boolean {
  if (BESIDE_RECORDS.test(call.name)) return false;
  const form = ownEntry(FORMS, call.name);
  return form === undefined || form(call.request);
}
