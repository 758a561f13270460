import { MOVES, type Move } from '../../docs/rendering/moves';
import { isRefused, moveProblems } from '../../stacks/moves/move-problems';
import { readDeployed } from '../../stacks/moves/read-deployed';
import { Emulator } from '../handlers/emulator/emulator';
import { Account } from './account';
import { deployedBy } from './deployed-by';

jest.setTimeout(900_000);

/** Rows of docs/moves.md in an order in which each begins where the one before it ended. */
const WALK = [
  'stage open to restricted',
  'stage restricted to secrets',
  'stage secrets to hardened',
  '`alarms=family`',
  'back: `alarms=family`',
  '`workload.internetFacing=false`',
  'back: `workload.internetFacing=false`',
  '`workload.runService=false`',
  'back: `workload.runService=false`',
  'own trail to an existing one',
  'back: own trail to an existing one',
  '`taskDefinitionRule=true`',
  'back: `taskDefinitionRule=true`',
  'demo to production',
  'production to demo',
  'stage hardened to secrets',
].map((what) => MOVES.find((move) => move.what === what) as Move);

let emulator: Emulator;
let account: Account;

beforeAll(async () => {
  emulator = await Emulator.start();
  account = new Account(emulator.endpoint, '444444444444', 'eu-west-1');
  await account.deploy(WALK[0]?.from ?? {});
});
afterAll(async () => {
  await emulator?.stop();
});

/** After one that fails nothing that follows says anything. */
describe('moves of settings on what is deployed', () => {
  test.each(WALK.map((move, index) => [move.what, move, WALK[index - 1]?.to ?? move.from] as const))(
    '%s',
    async (_, { from, to }, deployedWith) => {
      expect(from).toEqual(deployedWith);
      const deployed = await readDeployed(account.client, 'harborwatch');
      expect([...deployed.keys()]).toEqual([...deployedBy(from).templates.keys()]);
      const planned = deployedBy(to).templates;
      const problems = moveProblems(deployed, planned);
      const goFirst = problems.flatMap(({ destroy }) => destroy);
      // In the way out no stack has to go that another one holds: the emulator refuses that, as CloudFormation does.
      await account.destroy('harborwatch', goFirst);
      expect(
        moveProblems(await readDeployed(account.client, 'harborwatch'), planned).filter(isRefused),
      ).toEqual([]);
      await account.deploy(to);
      expect([...(await readDeployed(account.client, 'harborwatch')).keys()]).toEqual([...planned.keys()]);
    },
  );

  test('a stack from which another one imports is not destroyed before it', async () => {
    await expect(account.destroy('harborwatch', ['LogArchiveStack'])).rejects.toThrow(/is imported by/i);
  });
});
