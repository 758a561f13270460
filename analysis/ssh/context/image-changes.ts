import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { describeIdentity } from '../../describe-identity';
import { parseImage } from '../../task-definition/image';
import { objectsAt, textAt } from '../../trail/json-path';
import type { NewImage, Release } from './known-events';

/** The first time that a family of task definitions named an image's repository. */
export interface FirstImage extends NewImage {
  readonly repository: string;
  /** Held by a registry that is not the account's own. */
  readonly isForeign: boolean;
}

/** What a registered task definition says about images: one for each repository. */
export function imagesIn(record: CloudTrailRecord): readonly FirstImage[] {
  const family = textAt(record.requestParameters, 'family');
  const at = Date.parse(record.eventTime) / 1000;
  if (family === undefined || Number.isNaN(at)) return [];
  const by = describeIdentity(record.userIdentity);
  return objectsAt(record.requestParameters, 'containerDefinitions[]').flatMap((container) => {
    const image = parseImage(textAt(container, 'image'));
    if (image === undefined) return [];
    const { text, repository, ecrAccount } = image;
    return {
      eventId: record.eventID ?? `${record.eventTime} ${record.eventName}`,
      at,
      family,
      image: text,
      repository,
      isForeign: ecrAccount === undefined || ecrAccount !== record.recipientAccountId,
      actor: record.userIdentity?.arn ?? by,
      by,
    };
  });
}

/** Which services and tasks a call gives a task definition to. */
export function releasesIn(record: CloudTrailRecord): readonly Release[] {
  const at = Date.parse(record.eventTime) / 1000;
  const family = familyOf(textAt(record.requestParameters, 'taskDefinition'));
  if (family === undefined || Number.isNaN(at)) return [];
  if (record.eventName === 'RunTask' || record.eventName === 'StartTask') {
    return objectsAt(record.responseElements, 'tasks[]').flatMap((task) => {
      const id = lastPart(textAt(task, 'taskArn'));
      return id === undefined ? [] : { at, family, of: id };
    });
  }
  const service =
    lastPart(textAt(record.requestParameters, 'service')) ?? textAt(record.requestParameters, 'serviceName');
  return service === undefined ? [] : [{ at, family, of: service }];
}

/** `orders` of `arn:aws:ecs:eu-west-1:111122223333:task-definition/orders:43` and of `orders:43`. */
function familyOf(taskDefinition: string | undefined): string | undefined {
  return lastPart(taskDefinition)?.split(':')[0];
}

function lastPart(text: string | undefined): string | undefined {
  return text === undefined || text === '' ? undefined : text.split('/').at(-1);
}
