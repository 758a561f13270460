import type { Link } from './notification';

function consoleHost(region: string): string {
  if (region.startsWith('cn-')) return `${region}.console.amazonaws.cn`;
  if (region.startsWith('us-gov-')) return `${region}.console.amazonaws-us-gov.com`;
  return `${region}.console.aws.amazon.com`;
}

/** A text in the notation of the Logs Insights page: `*` and two hexadecimal digits for what is no plain letter. */
function insightsText(text: string): string {
  return `'${[...Buffer.from(text)]
    .map((byte) => {
      const char = String.fromCharCode(byte);
      return /[A-Za-z0-9_.-]/.test(char) ? char : `*${byte.toString(16).padStart(2, '0')}`;
    })
    .join('')}`;
}

/** Opens Logs Insights with the query typed in; times in epoch seconds. */
export function insightsLink(label: string, { region, logGroup, query, from, until }: InsightsQuery): Link {
  const time = (at: number) => insightsText(new Date(at * 1000).toISOString());
  const detail = [
    `end~${time(until)}`,
    `start~${time(from)}`,
    `timeType~'ABSOLUTE`,
    `tz~'UTC`,
    `editorString~${insightsText(query)}`,
    `source~(~${insightsText(logGroup)})`,
  ].join('~');
  return {
    label,
    url: `https://${consoleHost(region)}/cloudwatch/home?region=${region}#logsV2:logs-insights$3FqueryDetail$3D~(${detail})`,
  };
}

export interface InsightsQuery {
  readonly region: string;
  readonly logGroup: string;
  readonly query: string;
  readonly from: number;
  readonly until: number;
}

export function alarmLink(region: string, alarmName: string): Link {
  return {
    label: 'Alarm',
    url: `https://${consoleHost(region)}/cloudwatch/home?region=${region}#alarmsV2:alarm/${encoded(alarmName)}`,
  };
}

export function eventLink(region: string, eventId: string): Link {
  return {
    label: 'CloudTrail record',
    url: `https://${consoleHost(region)}/cloudtrailv2/home?region=${region}#/events/${encoded(eventId)}`,
  };
}

/** Opens an object of a bucket, for whoever may read it: nothing is signed, so a mail that is handed on gives no right. */
export function objectLink(label: string, region: string, bucket: string, key: string): Link {
  return {
    label,
    url: `https://${consoleHost(region)}/s3/object/${bucket}?region=${region}&prefix=${encodeURIComponent(key)}`,
  };
}

/** Half a surrogate pair, which anybody can write into a record, is no character that an address could hold. */
function encoded(text: string): string {
  return encodeURIComponent(text.slice(0, 512).replace(/\p{Cs}/gu, '\ufffd'));
}
