import { isJsonObject, type JsonObject, type JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { plainShellWord } from '../tell/command-text';
import type { MessageContext } from '../tell/message-context';
import type { Notification } from '../tell/notification';
import { plainText } from '../tell/plain-text';

const STEPS = [
  'Read which package it is in, and whether a newer version repairs it.',
  'Build the image on a newer base (workload/Dockerfile), and deploy it again.',
  'Until then, is the weak part reachable from outside? If so, take the service out of its load balancer.',
];

/**
 * The message about critical vulnerabilities in an image: of a finished scan ("Amazon ECR events and EventBridge" in
 * the ECR user guide), or of one finding of Amazon Inspector ("EventBridge schema" in its user guide). Undefined for
 * any other event.
 *
 * @param at epoch seconds
 */
export function imageFinding(event: unknown, context: MessageContext, at: number): Notification | undefined {
  if (!isJsonObject(event as JsonValue)) return undefined;
  const { 'detail-type': type, detail, id, region } = event as JsonObject;
  if (!isJsonObject(detail)) return undefined;
  const eventId = plainText(textOf(id) ?? `${at}`, 100);
  const place = textOf(region) ?? context.region;
  if (type === 'ECR Image Scan') return message(ofScan(detail, place), eventId, context, at);
  if (type === 'Inspector2 Finding') return message(ofInspector(detail, place), eventId, context, at);
  return undefined;
}

type Said = Pick<Notification, 'summary' | 'next'> & { readonly image: string };

function ofScan(detail: JsonObject, region: string): Said {
  const repository = textOf(detail['repository-name']) ?? 'an unnamed repository';
  const digest = textOf(detail['image-digest']) ?? 'unknown';
  const counts = isJsonObject(detail['finding-severity-counts']) ? detail['finding-severity-counts'] : {};
  const image = `${repository}@${digest}`;
  return {
    image,
    summary: `Amazon ECR found ${String(counts['CRITICAL'] ?? 'some')} critical vulnerabilities in image ${image}`,
    next: `aws ecr describe-image-scan-findings --repository-name ${plainShellWord(repository)} --image-id ${plainShellWord(`imageDigest=${digest}`)} --region ${plainShellWord(region)}`,
  };
}

function ofInspector(detail: JsonObject, region: string): Said {
  const [resource] = Array.isArray(detail['resources']) ? detail['resources'] : [];
  const image = (isJsonObject(resource) ? textOf(resource['id']) : undefined) ?? 'an image of the workload';
  const title = textOf(detail['title']) ?? 'a critical vulnerability';
  const arn = textOf(detail['findingArn']) ?? 'unknown';
  return {
    image,
    summary: `Amazon Inspector found ${title} in ${image}`,
    next: `aws inspector2 batch-get-finding-details --finding-arns ${plainShellWord(arn)} --region ${plainShellWord(region)}`,
  };
}

function message(
  { image, summary, next }: Said,
  eventId: string,
  { account, region }: MessageContext,
  at: number,
): Notification {
  return {
    id: `image-vulnerable/${eventId}`,
    thread: plainText(`image/${image}`, 500),
    kind: 'finding',
    state: 'START',
    severity: 'high',
    at,
    title: 'Critical vulnerability in an image of the workload',
    summary: plainText(summary, 600),
    next,
    facts: [
      { label: 'Account', lines: [`${account}, region ${region}`] },
      { label: 'Image', lines: [plainText(image, 500)] },
    ],
    impact: 'Whoever knows it can use it against every task that runs this image.',
    steps: STEPS,
    links: [],
    detections: [],
    attributes: { account, region },
    events: [],
  };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}
