/** The author's part of a new detection: what the scaffold marks is written, and nothing else is touched. */
const { readFileSync, readdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');

const [id, family] = process.argv.slice(2);

function rewrite(file, ...changes) {
  let text = readFileSync(file, 'utf8');
  const start = text.lastIndexOf(id) < 0 ? 0 : text.indexOf(`'${id}'`) < 0 ? 0 : text.indexOf(`'${id}'`);
  let part = text.slice(start);
  for (const [from, to] of changes) {
    if (!part.includes(from)) throw new Error(`${file} does not have ${JSON.stringify(from)} where the scaffold left it`);
    part = part.replace(from, to);
  }
  text = text.slice(0, start) + part;
  writeFileSync(file, text);
}

const TO_BE_WRITTEN = "'TO BE WRITTEN'";
rewrite(
  `detections/families/${family}.ts`,
  [TO_BE_WRITTEN, "'Lifecycle policy of an image repository deleted'"],
  ['attack: []', "attack: ['T1525']"],
  ['<service>', 'ecr'],
  ['<Call>', 'DeleteLifecyclePolicy'],
  [TO_BE_WRITTEN, "'The rules that remove old images from an ECR repository were deleted by a successful call.'"],
  [TO_BE_WRITTEN, "'Old images with known weaknesses stay, and may be run again.'"],
  [TO_BE_WRITTEN, "'In the record, look at requestParameters.repositoryName and userIdentity.arn.'"],
  [TO_BE_WRITTEN, "'In the 24 hours before, list PutLifecyclePolicy for the same repository: was it replaced?'"],
  [TO_BE_WRITTEN, "'Put the policy back: aws ecr put-lifecycle-policy --repository-name <name> --lifecycle-policy-text <file>.'"],
);
const EVENT = "exampleEvent('ecr', 'DeleteLifecyclePolicy', { repositoryName: 'harbor/api' })";
rewrite(
  `detections/examples/${family}.ts`,
  ['fires: []', `fires: [${EVENT}]`],
  ['staysSilent: []', `staysSilent: [denied(${EVENT})]`],
);
const groups = readdirSync('queries', { withFileTypes: true }).filter((entry) => entry.isDirectory());
const question = groups
  .map(({ name }) => path.join('queries', name, `${id}.sql`))
  .find((file) => {
    try {
      return readFileSync(file);
    } catch {
      return undefined;
    }
  });
rewrite(
  question,
  [`TO BE WRITTEN: which question does ${id} answer?`, 'Who deleted the lifecycle policy of a repository?'],
  ['when: TO BE WRITTEN', 'when: old images were found in use'],
  ['attack:', 'attack: T1525'],
  ['<service>', 'ecr'],
  ['<Call>', 'DeleteLifecyclePolicy'],
);
