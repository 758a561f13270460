import type { AwsSecurityFinding, SeverityLabel } from '@aws-sdk/client-securityhub';
import { SEVERITIES } from '../../analysis/finding';
import { isIpAddress } from '../../analysis/is-ip-address';
import { isJsonObject, type JsonObject, type JsonValue } from '../../records/cloudtrail/cloudtrail-record';
import { cutText, shownText } from '../tell/plain-text';
import { findingResources, type Place } from './finding-resources';
import { findingTypes } from './finding-types';
import { productArn } from './product-arn';
import type { ToldMessage } from './told-message';

export interface AsffSettings extends Place {
  /** The rendered runbook, without a heading. */
  readonly runbookUrl: string | undefined;
}

const SCHEMA_VERSION = '2018-10-08';
const PRODUCT = 'Harborwatch';
/** The end of the years that are written with four digits. */
const LATEST_MILLISECONDS = Date.UTC(10_000, 0);
/** Lengths of the `AwsSecurityFinding`, `Recommendation` and `Network` pages of the API reference. */
const LONGEST = { id: 512, title: 256, description: 1_024, recommendation: 512, field: 2_048 } as const;

/**
 * The findings of a message in AWS's format, one for each of its events. A message without events (about the
 * pipeline itself, or a question of the audit that must be empty) is one finding of its own.
 *
 * What is told again has the same id and a later `UpdatedAt`: Security Hub takes the later one and ignores what
 * comes twice or too late. What has ended is archived.
 */
export function toAsff(message: ToldMessage, settings: AsffSettings): readonly AwsSecurityFinding[] {
  if (message.events.length === 0) return [ofMessage(message, settings)];
  return message.events.map((event) => ofEvent(event, message, settings));
}

function ofEvent(event: JsonObject, message: ToldMessage, settings: AsffSettings): AwsSecurityFinding {
  const info = objectAt(event, 'finding_info');
  const detection = textAt(objectAt(info, 'analytic'), 'uid') ?? message.kind;
  const label = SEVERITIES.find((known) => known === textAt(event, 'severity')?.toLowerCase());
  // An alarm that flickers is one story of one actor, which its thread names; a flow's story is named by itself.
  const id =
    message.kind === 'alarm' ? `${detection}/${message.thread}` : (textAt(info, 'uid') ?? message.id);
  const confidence = event['confidence_score'];
  const says = [textAt(event, 'message'), textAt(info, 'desc')].filter((text) => text !== undefined);
  const resources = findingResources(event, settings);
  const about = resources[0]?.Type === 'AwsAccount' ? '' : ` (${resources[0]?.Id?.split('/').at(-1)})`;
  const network = networkOf(event);
  return {
    ...common({ id, detection, message, settings }),
    Title: cut(`${textAt(info, 'title') ?? detection}${about}`, LONGEST.title),
    Description: cut([...new Set(says)].join('. ') || message.subject, LONGEST.description),
    CreatedAt: timeAt(info, 'created_time') ?? message.at,
    UpdatedAt: timeAt(event, 'time') ?? message.at,
    FirstObservedAt: timeAt(info, 'first_seen_time') ?? message.at,
    LastObservedAt: timeAt(info, 'last_seen_time') ?? message.at,
    FindingProviderFields: {
      Severity: severityOf(label ?? message.severity),
      Types: [...findingTypes(techniquesIn(info), detection)],
      ...(typeof confidence === 'number' && { Confidence: Math.round(confidence) }),
    },
    Resources: resources,
    Remediation: remediation(textAt(objectAt(event, 'remediation'), 'desc'), detection, settings),
    ProductFields: fields(message, { count: event['count'], source: sourcesOf(event) }),
    ...(network !== undefined && { Network: network }),
  };
}

function ofMessage(message: ToldMessage, settings: AsffSettings): AwsSecurityFinding {
  const { kind, id, thread, at, subject, text, severity } = message;
  // What is broken is one finding until it is repaired; an answer of the audit is one of its day.
  const own = kind === 'health' ? thread : id;
  return {
    ...common({ id: own, detection: own.split('/')[0] ?? kind, message, settings }),
    Title: cut(subject, LONGEST.title),
    Description: cut(text.trim() === '' ? subject : text, LONGEST.description),
    CreatedAt: at,
    UpdatedAt: at,
    FirstObservedAt: at,
    LastObservedAt: at,
    FindingProviderFields: {
      Severity: severityOf(severity),
      Types: [kind === 'health' ? 'Software and Configuration Checks/Monitoring' : 'Unusual Behaviors/User'],
    },
    Resources: findingResources(undefined, settings),
    Remediation: remediation(undefined, undefined, settings),
    ProductFields: fields(message, {}),
  };
}

interface Common {
  readonly id: string;
  readonly detection: string;
  readonly message: ToldMessage;
  readonly settings: AsffSettings;
}

function common({ id, detection, message, settings: { region, account } }: Common) {
  return {
    SchemaVersion: SCHEMA_VERSION,
    // Other tools import under the same product.
    Id: cut(`harborwatch/${id}`, LONGEST.id),
    ProductArn: productArn(region, account),
    ProductName: PRODUCT,
    CompanyName: PRODUCT,
    GeneratorId: cut(`harborwatch/${detection}`, LONGEST.id),
    AwsAccountId: account,
    RecordState: message.state === 'END' ? ('ARCHIVED' as const) : ('ACTIVE' as const),
  };
}

function severityOf(severity: ToldMessage['severity']) {
  return { Label: severity.toUpperCase() as SeverityLabel, Original: severity };
}

function remediation(text: string | undefined, detection: string | undefined, { runbookUrl }: AsffSettings) {
  const url =
    runbookUrl === undefined
      ? undefined
      : detection === undefined
        ? runbookUrl
        : `${runbookUrl}#${detection}`;
  return {
    Recommendation: {
      Text: cut(text ?? 'Run `harborwatch doctor`: it names what to type next.', LONGEST.recommendation),
      ...(url !== undefined && { Url: url }),
    },
  };
}

/** What leads back from the finding to the message. */
function fields({ id, thread, state }: ToldMessage, more: Readonly<Record<string, JsonValue | undefined>>) {
  const named = Object.entries({ message: id, thread, state, ...more });
  return Object.fromEntries(
    named.flatMap(([name, value]) => {
      const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
      return text === '' ? [] : [[`harborwatch/${name}`, cut(text, LONGEST.field)]];
    }),
  );
}

/** Addresses between which it happened, where the event is about one connection's ends. */
function networkOf(event: JsonObject) {
  const [evidence] = objectsAt(event, 'evidences');
  const source = textAt(objectAt(evidence, 'src_endpoint'), 'ip');
  const destination = objectAt(evidence, 'dst_endpoint');
  const target = textAt(destination, 'ip');
  const port = destination?.['port'];
  if (source === undefined && target === undefined) return undefined;
  return {
    ...(source !== undefined && isIpAddress(source) && { [`SourceIp${versionOf(source)}`]: source }),
    ...(target !== undefined && isIpAddress(target) && { [`DestinationIp${versionOf(target)}`]: target }),
    ...(isPort(port) && { DestinationPort: port, Protocol: 'TCP' }),
  };
}

function isPort(value: JsonValue | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 65_535;
}

function versionOf(address: string): 'V4' | 'V6' {
  return address.includes(':') ? 'V6' : 'V4';
}

function sourcesOf(event: JsonObject): string {
  const addresses = objectsAt(event, 'evidences').flatMap(
    (evidence) => textAt(objectAt(evidence, 'src_endpoint'), 'ip') ?? [],
  );
  return [...new Set(addresses)].join(', ');
}

function techniquesIn(info: JsonObject | undefined): readonly string[] {
  return objectsAt(info, 'attacks').flatMap((attack) => textAt(objectAt(attack, 'technique'), 'uid') ?? []);
}

function timeAt(parent: JsonObject | undefined, name: string): string | undefined {
  const value = parent?.[name];
  const isTime = typeof value === 'number' && value >= 0 && value < LATEST_MILLISECONDS;
  return isTime ? new Date(value).toISOString() : undefined;
}

function objectAt(parent: JsonObject | undefined, name: string): JsonObject | undefined {
  const value = parent?.[name];
  return isJsonObject(value) ? value : undefined;
}

function objectsAt(parent: JsonObject | undefined, name: string): readonly JsonObject[] {
  const value = parent?.[name];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

function textAt(parent: JsonObject | undefined, name: string): string | undefined {
  const value = parent?.[name];
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/**
 * Security Hub counts characters, and refuses a text of white space. Names are from logs: what cannot be seen and yet
 * changes what is read becomes a question mark, line by line.
 */
function cut(text: string, most: number): string {
  const lines = text.split('\n').map((line) => shownText(line, line.length));
  return cutText(lines.join('\n'), most);
}
