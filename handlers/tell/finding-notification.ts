import { type Evidence, type Finding, type FindingState, SEVERITIES } from '../../analysis/finding';
import { isIpAddress } from '../../analysis/is-ip-address';
import { isoTime } from '../../analysis/iso-time';
import type { Detection } from '../../detections/detection';
import { fromFinding } from '../../detections/ocsf/from-finding';
import { hasPage, pageLink, storyKey } from '../pages/page-place';
import { fillPlaceholders, firstCommand, plainShellWord } from './command-text';
import { runbookLinks, savedQueryCommand } from './common-links';
import { insightsLink } from './console-links';
import { maskedEvent } from './masked-event';
import type { MessageContext } from './message-context';
import type { Fact, Link, Notification } from './notification';
import { plainText } from './plain-text';

export type { MessageContext } from './message-context';

/** A finding and the change of it that is told. */
export interface ToldFinding {
  readonly finding: Finding;
  readonly telling: { readonly state: FindingState; readonly count: number };
}

const TARGETS_SHOWN = 10;
const RECORDS_SHOWN = 3;
const OTHERS_SHOWN = 30;
/** Of whoever is not shown with a sentence, the names: lines that chat takes, and as many as a mail has room for. */
const NAMES_LINE = 1_400;
const NAMES_LINES = 20;
const EVENTS_SENT = 200;
const MARGIN_SECONDS = 900;

/** Whom a message is about: the source, or the target that many sources share. */
export function subjectOf({ source, targets }: Finding): string {
  return source === '*' ? (targets[0] ?? '*') : source;
}

/** What calls tell goes into their actor's thread, whichever way it was seen. */
function findingThread([first]: readonly ToldFinding[]): string {
  if (first?.finding.log === 'cloudtrail') return first.finding.source;
  return `flow/${first === undefined ? '*' : subjectOf(first.finding)}`;
}

/**
 * One message about what one source did: the worst finding gives the title and the steps, the others are listed.
 *
 * @param at when it is told, epoch seconds
 * @param thread that of its actor, where calls are told as well
 */
export function findingNotification(
  told: readonly ToldFinding[],
  detections: ReadonlyMap<string, Detection>,
  context: MessageContext,
  at: number,
  thread = findingThread(told),
): Notification {
  const worstFirst = told.toSorted(
    (one, other) =>
      SEVERITIES.indexOf(other.finding.severity) - SEVERITIES.indexOf(one.finding.severity) ||
      other.finding.confidence - one.finding.confidence ||
      (one.finding.id < other.finding.id ? -1 : 1),
  );
  const [{ finding, telling }, ...others] = worstFirst as [ToldFinding, ...ToldFinding[]];
  const detection = detections.get(finding.detection);
  const lookup = lookupIn(finding.evidence);
  const diagnosis = detection?.runbook.diagnosis ?? [];
  const response = detection?.runbook.response ?? [];
  const ids = [...new Set(worstFirst.map((each) => each.finding.detection))];
  return {
    id: `${finding.id}/${telling.state}/${telling.count}`,
    thread,
    kind: 'finding',
    state: telling.state,
    severity: finding.severity,
    at,
    title: detection?.title ?? finding.detection,
    summary: `${sharedBy(worstFirst)}${summaryOf(finding)}`,
    next:
      firstCommand(diagnosis, lookup) ??
      savedQueryCommand(finding.detection, context) ??
      (finding.log === 'cloudtrail' ? lookAtCalls(finding, context) : lookAtFlows(finding, context)),
    facts: [
      { label: 'Account', lines: [`${context.account}, region ${context.region}`] },
      whoFact(finding),
      targetsFact(finding),
      { label: 'When', lines: [spanOf(finding)] },
      {
        label: 'How often',
        lines: [`${telling.count} so far; confidence ${Math.round(finding.confidence * 100)} %`],
      },
      { label: 'Numbers', lines: numbersOf(finding.evidence) },
      ...recordsFact(finding.evidence),
      ...(others.length === 0 ? [] : [alsoFact(others)]),
      namesFact(others.slice(OTHERS_SHOWN)),
    ].filter(({ lines }) => lines.length > 0),
    impact: detection?.runbook.impact ?? '',
    steps: [...diagnosis, ...response].map((step) => fillPlaceholders(step, lookup)),
    links: [
      ...(hasPage(finding.severity) ? pageLink(context, storyKey(thread)) : []),
      ...linksOf(finding, ids, context),
    ],
    detections: ids,
    attributes: { account: context.account, region: context.region, ...ecsAttributes(finding.evidence) },
    events: worstFirst.slice(0, EVENTS_SENT).flatMap((each) => {
      const known = detections.get(each.finding.detection);
      if (known === undefined) return [];
      return [maskedEvent(fromFinding(each.finding, { ...each.telling, at }, known), known)];
    }),
  };
}

/** The rule's sentence, with who and where if it does not say so, and when. */
function summaryOf(finding: Finding): string {
  const { summary, source, evidence } = finding;
  const by = source === '*' || summary.includes(source) ? '' : `; ${plainText(source)}`;
  return `${plainText(summary)}${by}${whereOf(evidence)}, ${spanOf(finding)}`;
}

function spanOf({ firstSeen, lastSeen }: Finding): string {
  return firstSeen === lastSeen ? isoTime(firstSeen) : `${isoTime(firstSeen)} to ${isoTime(lastSeen)}`;
}

function whoFact({ source, evidence }: Finding): Fact {
  const sources = listOf(evidence['sources']);
  return { label: 'Who', lines: [plainText(source === '*' ? sources.join(', ') : source, 600)] };
}

function targetsFact({ targets, ports }: Finding): Fact {
  const shown = plainText(targets.slice(0, TARGETS_SHOWN).join(', '), 900);
  const more = targets.length > TARGETS_SHOWN ? ` and ${targets.length - TARGETS_SHOWN} more` : '';
  const onPorts = ports.length === 0 ? '' : `, port ${ports.slice(0, TARGETS_SHOWN).join(', ')}`;
  return { label: 'Target', lines: [`${shown}${more}${onPorts}`] };
}

/** The numbers of the evidence as the rule names them, in one line; lists of records stand apart. */
function numbersOf(evidence: Evidence): readonly string[] {
  const numbers = Object.entries(evidence).filter(([, value]) => typeof value !== 'object');
  return numbers.length === 0
    ? []
    : [numbers.map(([name, value]) => `${name} ${plainText(shortNumber(value))}`).join(', ')];
}

function shortNumber(value: unknown): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : String(value);
}

function recordsFact({ records }: Evidence): readonly Fact[] {
  const lines = listOf(records)
    .slice(0, RECORDS_SHOWN)
    .map((line) => plainText(line));
  return lines.length === 0 ? [] : [{ label: 'Records', lines }];
}

function alsoFact(others: readonly ToldFinding[]): Fact {
  const lines = others
    .slice(0, OTHERS_SHOWN)
    .map(({ finding }) => `${finding.severity} ${finding.detection}: ${plainText(finding.summary)}`);
  const more = others.length - lines.length;
  return { label: 'Also', lines: more > 0 ? [...lines, `and ${more} more`] : lines };
}

/** One message about many, as in a flood: how many they are comes before what one of them did. */
function sharedBy(told: readonly ToldFinding[]): string {
  const subjects = new Set(told.map(({ finding }) => subjectOf(finding)));
  return subjects.size === 1 ? '' : `${subjects.size} sources or targets in one message, among them this: `;
}

/** Whoever is among many is named all the same: a search for an address finds the message. */
function namesFact(others: readonly ToldFinding[]): Fact {
  const names = [...new Set(others.map(({ finding }) => plainText(subjectOf(finding), 100)))];
  const lines: string[] = [];
  let line = '';
  let left = names.length;
  for (const name of names) {
    if (line.length + name.length + 2 > NAMES_LINE) {
      lines.push(line);
      line = '';
      if (lines.length === NAMES_LINES) break;
    }
    line = line === '' ? name : `${line}, ${name}`;
    left -= 1;
  }
  if (line !== '') lines.push(line);
  return { label: 'And of', lines: left > 0 ? [...lines, `and ${left} others`] : lines };
}

function whereOf(evidence: Evidence): string {
  const service = evidence['ecsService'] ?? listOf(evidence['ecsServices'])[0];
  return service === undefined ? '' : ` (service ${plainText(String(service))})`;
}

function ecsAttributes(evidence: Evidence): Record<string, string> {
  const cluster = evidence['ecsCluster'];
  return typeof cluster === 'string' ? { cluster: plainText(cluster) } : {};
}

function listOf(value: Evidence[string] | undefined): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

/** Placeholders of flow runbooks are names of the evidence. */
function lookupIn(evidence: Evidence) {
  return (name: string): string | undefined => {
    const value = evidence[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
}

/** Without a saved question: what else was called by whoever made the last of these calls. */
function lookAtCalls({ causes = [], firstSeen }: Finding, context: MessageContext): string {
  const last = causes.at(-1);
  return `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventId,AttributeValue=${plainShellWord(last?.eventId ?? '<event id>')} --start-time ${isoTime(firstSeen - MARGIN_SECONDS)} --region ${plainShellWord(last?.region ?? context.region)}`;
}

/** Without a saved question: the flow records of the source, straight from the log group. */
function lookAtFlows({ source, targets, firstSeen }: Finding, context: MessageContext): string {
  const address = source === '*' ? (targets[0] ?? '*') : source;
  const group = context.flowLogGroup ?? '<flow log group>';
  const pattern = isIpAddress(address) ? plainShellWord(`"${address}"`) : '<address>';
  return `aws logs filter-log-events --log-group-name ${group} --filter-pattern ${pattern} --start-time ${(firstSeen - MARGIN_SECONDS) * 1000} --region ${context.region}`;
}

function linksOf(finding: Finding, ids: readonly string[], context: MessageContext): readonly Link[] {
  const address = finding.source === '*' ? finding.targets[0] : finding.source;
  const flows =
    context.flowLogGroup === undefined || address === undefined || !isIpAddress(address)
      ? []
      : [
          insightsLink('Flow records', {
            region: context.region,
            logGroup: context.flowLogGroup,
            query: `fields @timestamp, @message | filter @message like "${address}" | sort @timestamp | limit 1000`,
            from: finding.firstSeen - MARGIN_SECONDS,
            until: finding.lastSeen + MARGIN_SECONDS,
          }),
        ];
  return [...flows, ...runbookLinks(ids, context)];
}
