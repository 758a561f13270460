import { buildCatalogue } from '../../detections/catalogue';
import { describeNeed, FLOW_LOG_NEEDS } from '../../detections/flow-log-needs';
import { ARCHIVE_LIMITS } from '../../local/reading/archives/unpack-budget';
import {
  CLOUDTRAIL_FORMS,
  CONTAINERS,
  ENVELOPES,
  FLOW_LOG_FORMS,
  REFUSED,
  type ReadForm,
} from './reading-forms';

/** What is read, where it comes from, what is refused and why. */
export function renderReading(): string {
  const { mostLevels, mostTimes, mostMembers, mostBytes } = ARCHIVE_LIMITS;
  return [
    '# What is read',
    '',
    'Every command that takes logs reads the same things alike: a folder, a file, `s3://bucket/prefix`, or `-` for standard input. A file is known by a record in it that was understood, never by its name. What was read is accounted for to the last line: analyzed, skipped with a reason, or unreadable with file, line and reason.',
    '',
    'A record that is there more than once, in whatever forms, counts once. Files that hold less of each record than others may (the CSV of the event history, OCSF) are read last, and hide nothing; a flow that comes again with more fields is judged for these.',
    '',
    '`npm run docs` writes this page from `docs/rendering/reading-forms.ts` and the catalogue. A test compares its bytes, and another reads a sample of every form.',
    '',
    '## Places',
    '',
    '* **A folder**: all files below it. Links within it are followed, no folder is read twice, a link that leads out of it is named and not followed, hidden files are left alone. A folder without permission, or a name that is not UTF-8, counts as unreadable.',
    "* **A bucket**: credentials, region and endpoint are taken from the environment, as by the AWS CLI; it takes `s3:ListBucket` and `s3:GetObject` (and `kms:Decrypt` where the objects are encrypted with a key of yours). Of what lies in AWS's layout only the days of `--since` and `--until`, with a day on either side, and the accounts of `--account` are listed. Objects are streamed to `replay`; `query`, and the audit questions of a replay, bring them to a temporary folder.",
    '* **Standard input**: kept in a temporary file while the command runs.',
    '* **Flow logs in text**: for a `query`, the fields that it asks for are written into one temporary file while the lines are checked, a GiB at most, for DuckDB to read instead of many; it goes with the command. Where there is no room for it, DuckDB reads the files themselves.',
    '',
    '## CloudTrail',
    '',
    ...table(CLOUDTRAIL_FORMS),
    '',
    '## VPC flow logs',
    '',
    ...table(FLOW_LOG_FORMS),
    '',
    '## Envelopes, around either',
    '',
    ...table(ENVELOPES),
    '',
    '## Containers, around all of it',
    '',
    ...table(CONTAINERS),
    '',
    `Archives may lie in one another, ${mostLevels} deep. What unpacks to more than ${mostTimes.toLocaleString('en-US')} times its size, has more than ${mostMembers.toLocaleString('en-US')} files, or brings all archives of a command to more than ${mostBytes / 1e9} GB (\`--most-unpacked <gigabytes>\`) is read so far and then told as unreadable. Of a damaged archive, what can be unpacked is read.`,
    '',
    '## What is not read',
    '',
    '| form | why | told as |',
    '|---|---|---|',
    ...REFUSED.map(({ form, why, told }) => `| ${form} | ${why} | ${told} |`),
    '',
    'Exit status 3 says that something was unreadable and nothing was found; 10, that something was found. It is also 3 where no record lies between `--since` and `--until`, which then says from when to when they are, and where a flow log lacks a field without which no rule sees a connection.',
    '',
    '## Fields of flow logs that detections need',
    '',
    'A format that lacks one, or misspells it (`srcadr`), is read, and what then cannot be seen is told; where that is everything, with exit status 3. A misspelt name in `--flow-log-format` is refused.',
    '',
    '| detection | sees nothing without | less, or less sure, without |',
    '|---|---|---|',
    ...buildCatalogue().flatMap(({ id }) => {
      const fields = FLOW_LOG_NEEDS[id];
      if (fields === undefined) return [];
      return `| \`${id}\` | ${fields.needs.map(describeNeed).join(', ')} | ${fields.better.join(', ')} |`;
    }),
    '',
    '## Settings that lie among the logs',
    '',
    'A `harborwatch.json` in the working folder is yours and rules in full, and so does one that `--settings` names. One in the folder that is read came with the logs: it may add SSH ports, and nothing else; whatever else it asks for is told, with the option that would follow it. Where the working folder lies within the logs, its file is one of the logs, too.',
    '',
    '## More than one account',
    '',
    'Each account has its own metrics and alarms, as it has its own log group in AWS: three stopped tasks here and three there are not six. `--organization-trail` (`organizationTrail` in the settings) adds them up, as the log group of an organisation trail does. The story then names the account of each alarm, or of each record.',
    '',
    "Logs are said to have fallen silent only where they were regular before, where their own account's records go on, and where the calls are those of three callers or more: an export of what one person did ends without anybody being silent. A few records far away from all others, in the future or the past, do not count as going on.",
    '',
  ].join('\n');
}

function table(forms: readonly ReadForm[]): readonly string[] {
  return ['| form | comes from |', '|---|---|', ...forms.map(({ form, from }) => `| ${form} | ${from} |`)];
}
