import type { RecordedRows } from '../fake-aws/athena';
import { AUDIT_VARIABLES, questionOf } from '../harness/audit-questions';
import { rowsBeside } from './log-author';
import type { Subject } from './subject';
import { toldFindings } from './told-findings';

const HOUR = 3_600;
const DAY = 86_400;
const SCHEDULED = {};

/** The audit of the day before a time, epoch seconds. */
export function auditSubject(NOW: number): Subject {
  const MIDNIGHT = Math.floor(NOW / DAY) * DAY;

  /** Rows of yesterday, and when they happened. */
  const ROWS: Readonly<Record<string, { readonly at: number; readonly rows: RecordedRows }>> = {
    'logging-tampering': { at: MIDNIGHT - HOUR, rows: [{ principal: 'mallory', action: 'StopLogging' }] },
    'ecs-exec-sessions': { at: MIDNIGHT - 2 * HOUR, rows: [{ principal: 'anna', cluster: 'harbor' }] },
    'ssh-slow-and-distributed': {
      at: MIDNIGHT - 3 * HOUR,
      rows: [
        {
          kind: 'slow',
          source_ip: '203.0.113.77',
          target_ip: '10.20.0.10',
          target_port: '22',
          attempts: '14',
          first_seen: athenaTime(MIDNIGHT - 20 * HOUR),
          last_seen: athenaTime(MIDNIGHT - 3 * HOUR),
        },
      ],
    },
  };
  const scheduledAudit: Subject = {
    handler: 'scheduled-audit',
    tells: 'a row where there must be none, a slow guesser, and a digest with a row that is new',
    event: SCHEDULED,
    at: MIDNIGHT + 6 * HOUR,
    variables: () => AUDIT_VARIABLES,
    prepare: async (aws, runAt) => {
      aws.athena.rows = (sql) => {
        const known = ROWS[questionOf(sql)];
        const [from, until] = windowOf(sql);
        return known !== undefined && known.at >= from && known.at < until ? known.rows : [];
      };
      await runAt(-DAY);
    },
    beside: (means, aws) => {
      const rows = aws.athena.rows;
      aws.athena.rows = (sql) => {
        const own = rows(sql);
        const [first] = ROWS[questionOf(sql)]?.rows ?? [];
        return first === undefined || own === undefined ? own : [...own, ...rowsBeside(means, first)];
      };
      return undefined;
    },
    next: { event: SCHEDULED, afterSeconds: DAY },
    isMadeUpFor: true,
    toldBy: (published) => {
      const kind = published.attributes['kind'];
      const mail = published.message['email'] ?? '';
      if (kind === 'digest') return mail.includes('principal anna') ? ['digest with anna'] : [];
      return mail.includes('principal mallory') ? ['mallory stopped logging'] : toldFindings(published);
    },
    isReport: (told) => told === 'digest with anna',
  };
  return scheduledAudit;
}

function athenaTime(at: number): string {
  return new Date(at * 1000).toISOString().replace('T', ' ').replace('Z', ' UTC');
}

/** The window that a question asks for, epoch seconds, as its text has it. */
function windowOf(sql: string): readonly [number, number] {
  const [, from = '', until = ''] =
    /between '?(\d{10}|\d{4}-\d\d-\d\dT[\d:]{8}Z)'? and '?(\d{10}|\d{4}-\d\d-\d\dT[\d:]{8}Z)'?/.exec(sql) ??
    [];
  const time = (text: string) => (/^\d+$/.test(text) ? Number(text) : Date.parse(text) / 1000);
  return [time(from), time(until)];
}
