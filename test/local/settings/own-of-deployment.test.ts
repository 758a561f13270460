import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ownOfDeployment } from '../../../local/settings/own-of-deployment';

async function file(text: string): Promise<string> {
  const name = path.join(await mkdtemp(path.join(tmpdir(), 'deployment-')), 'deployment.json');
  await writeFile(name, text);
  return name;
}

const topic = (name: string) => `arn:aws:sns:eu-west-1:111122223333:${name}`;
const DEPLOYMENT = {
  name: 'harbor',
  region: 'eu-west-1',
  account: '111122223333',
  mode: 'production',
  trail: { logGroup: '/harbor/trail', bucket: 'trail-bucket' },
  flowLogs: { vpcId: 'vpc-1', logGroup: '/harbor/flows', format: '$' + '{version}', bucket: 'flow-bucket' },
  catalogue: { deployRoles: [], homeRegions: [], cis: true },
  topics: { alarms: topic('a'), notifications: topic('b'), health: topic('c') },
  functions: { 'trail-analyzer': 'harbor-trail-analyzer' },
  audit: { workgroup: 'harbor', database: 'harbor' },
};

test('a description gives the names of its parts', async () => {
  const own = await ownOfDeployment(await file(JSON.stringify(DEPLOYMENT)));
  expect(own).toEqual(expect.arrayContaining(['harbor-*', 'trail-bucket', '/harbor/flows', topic('b')]));
});

test.each([
  ['no JSON', '{', 'is not JSON'],
  ['something else', '{"name":"x"}', 'describes no deployment of this version'],
])('%s is refused with what to do', async (_, text, message) => {
  await expect(ownOfDeployment(await file(text))).rejects.toThrow(message);
});

test('a file that is not there is named', async () => {
  await expect(ownOfDeployment('/nowhere/deployment.json')).rejects.toThrow('/nowhere/deployment.json');
});
