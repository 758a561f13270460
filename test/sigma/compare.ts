import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { compileExpression } from '../../analysis/sigma/evaluate';
import { readSigmaRule } from '../../analysis/sigma/sigma-rule';
import { readYaml } from '../../detections/custom/yaml-documents';
import { EXAMPLES } from '../../detections/examples/index';
import { TRAIL_EXAMPLES } from '../../detections/examples/trail/index';
import type { JsonObject } from '../../records/cloudtrail/cloudtrail-record';

/** Where the two differ, and why: by the rule's title. */
const NULL_IS_THERE =
  'a field that is null is there for us, since Sigma says that exists looks at presence and not at the value; for rsigma it is not';
const EXPLAINED: Readonly<Record<string, string>> = {
  'list in a record':
    'a field within a list of objects is any of theirs for us; rsigma does not go into lists',
  exists: NULL_IS_THERE,
  'exists not': NULL_IS_THERE,
  'map list': NULL_IS_THERE,
  'condition precedence': NULL_IS_THERE,
  'condition not all of': NULL_IS_THERE,
};

/** Records that only some construct of Sigma looks at. */
const MADE: readonly JsonObject[] = [
  {
    eventSource: 'ec2.amazonaws.com',
    eventName: 'RunInstances',
    sourceIPAddress: '2001:db8::7',
    readOnly: false,
    requestParameters: { userData: 'Zm9vYmFy', maxResults: 11 },
  },
  {
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    readOnly: true,
    requestParameters: { userData: 'IyEvYmluL2Jhc2gK', maxResults: 100 },
  },
  {
    eventSource: 'ec2.amazonaws.com',
    eventName: 'AuthorizeSecurityGroupIngress',
    requestParameters: { ipPermissions: { items: [{ toPort: 80 }, { toPort: 22 }] } },
  },
  {
    eventSource: 'iam.amazonaws.com',
    eventName: 'CreateAccessKey',
    userIdentity: { type: 'IAMUser', userName: 'mallory' },
    requestParameters: { userName: 'mallory' },
    errorCode: '',
  },
  {
    eventSource: 'iam.amazonaws.com',
    eventName: 'DeleteAccessKey',
    userIdentity: { type: 'AWSService' },
    errorCode: null,
  },
];

function recordsBelow(place: string): JsonObject[] {
  if (statSync(place).isDirectory()) {
    return readdirSync(place).flatMap((name) => recordsBelow(path.join(place, name)));
  }
  if (!/\.json(?:\.gz)?$|\.jsonl$/.test(place)) return [];
  try {
    const bytes = readFileSync(place);
    const text = (place.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
    if (place.endsWith('.jsonl')) {
      return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line) as JsonObject]));
    }
    const value = JSON.parse(text) as { Records?: JsonObject[] } | JsonObject[];
    return Array.isArray(value) ? value : (value.Records ?? []);
  } catch {
    return [];
  }
}

/** `compare.ts <judge> <rules> [folder with records]…`: exit status 1 where a verdict differs without a reason. */
function main([judge = '', rules = '', ...places]: readonly string[]): void {
  const records = [
    ...MADE,
    ...Object.values(EXAMPLES).flatMap(({ fires, staysSilent }) => [...fires, ...staysSilent]),
    ...Object.values(TRAIL_EXAMPLES).flatMap(({ fires, staysSilent }) =>
      [...fires, ...staysSilent].flatMap(({ records }) => records),
    ),
    ...places.flatMap(recordsBelow),
  ].filter(({ eventName }) => typeof eventName === 'string');
  const tests = readYaml(readFileSync(rules, 'utf8')).documents.map(({ value }) => {
    const rule = readSigmaRule(value, (at, message) => {
      throw new Error(`${at.join('.')}: ${message}`);
    });
    if (rule === undefined) throw new Error('a rule was not read');
    return { title: rule.title, fits: compileExpression(rule.expression) };
  });
  const { stdout, stderr, status } = spawnSync(judge, [rules], {
    input: records.map((record) => JSON.stringify(record)).join('\n'),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status !== 0) throw new Error(`the judge ended with ${status}: ${stderr}`);
  process.stderr.write(stderr);
  const theirs = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as string[]);
  const differing = new Map<string, { count: number; example: string }>();
  let verdicts = 0;
  for (const [index, record] of records.entries()) {
    for (const { title, fits } of tests) {
      verdicts += 1;
      if (fits(record) === (theirs[index] ?? []).includes(title)) continue;
      const known = differing.get(title);
      differing.set(title, {
        count: (known?.count ?? 0) + 1,
        example: known?.example ?? JSON.stringify(record).slice(0, 300),
      });
    }
  }
  console.log(
    `${records.length} records, ${tests.length} rules, ${verdicts} verdicts, ${differing.size} rules differ`,
  );
  for (const [title, { count, example }] of differing) {
    const reason = EXPLAINED[title];
    console.log(`${title}: ${count} records; ${reason ?? `no reason is known; for one: ${example}`}`);
    if (reason === undefined) process.exitCode = 1;
  }
}

main(process.argv.slice(2));
