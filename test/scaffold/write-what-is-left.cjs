/** The author's part of a new detection: what the scaffold marks is written, and nothing else is touched. */
const { readFileSync, readdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const [id, family] = process.argv.slice(2);

function rewrite(file, ...changes) {
  const text = readFileSync(file, 'utf8');
  // Everything before the new entry stays as it is; a question's file is new as a whole.
  const start = Math.max(0, text.indexOf(`'${id}'`));
  let entry = text.slice(start);
  for (const [from, to] of changes) {
    if (!entry.includes(from))
      throw new Error(`${file} lacks ${JSON.stringify(from)}, which the scaffold leaves`);
    entry = entry.replace(from, to);
  }
  writeFileSync(file, text.slice(0, start) + entry);
}

const TO_BE_WRITTEN = "'TO BE WRITTEN'";
rewrite(
  `detections/families/${family}.ts`,
  [TO_BE_WRITTEN, "'Lifecycle policy of an image repository deleted'"],
  ['attack: []', "attack: ['T1525']"],
  ['<service>', 'ecr'],
  ['<Call>', 'DeleteLifecyclePolicy'],
  [
    TO_BE_WRITTEN,
    "'The rules that remove old images from an ECR repository were deleted by a successful call.'",
  ],
  [TO_BE_WRITTEN, "'Old images with known weaknesses stay, and may be run again.'"],
  [TO_BE_WRITTEN, "'In the record, look at requestParameters.repositoryName and userIdentity.arn.'"],
  [
    TO_BE_WRITTEN,
    "'In the 24 hours before, list PutLifecyclePolicy for the same repository: was it replaced?'",
  ],
  [
    TO_BE_WRITTEN,
    "'Put the policy back: aws ecr put-lifecycle-policy --repository-name <name> --lifecycle-policy-text <file>.'",
  ],
);
const EVENT = "exampleEvent('ecr', 'DeleteLifecyclePolicy', { repositoryName: 'harbor/api' })";
rewrite(
  `detections/examples/${family}.ts`,
  ['fires: []', `fires: [${EVENT}]`],
  ['staysSilent: []', `staysSilent: [denied(${EVENT})]`],
);
const question = readdirSync('queries', { recursive: true }).find(
  (file) => path.basename(file) === `${id}.sql`,
);
rewrite(
  path.join('queries', question),
  [`TO BE WRITTEN: which question does ${id} answer?`, 'Who deleted the lifecycle policy of a repository?'],
  ['when: TO BE WRITTEN', 'when: old images were found in use'],
  ['attack:', 'attack: T1525'],
  ['<service>', 'ecr'],
  ['<Call>', 'DeleteLifecyclePolicy'],
);
