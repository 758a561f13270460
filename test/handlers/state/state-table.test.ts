import { StateTable } from '../../../handlers/state/state-table';
import { SimulatedClock, SimulatedTables } from '../flood/simulated-aws';
import { STATE } from '../harness/environment';

const EIGHT = 1_793_606_400;

function world() {
  const clock = new SimulatedClock(EIGHT * 1000);
  const tables = new SimulatedTables(clock);
  return { clock, state: new StateTable(tables.client, STATE, () => clock.now) };
}

test('an item whose time is over is absent, though DynamoDB has not deleted it', async () => {
  const { clock, state } = world();
  await state.put('kind', 'id', { n: 1 }, 0, EIGHT + 60);
  expect(await state.get('kind', 'id')).toMatchObject({ version: 1, body: { n: 1 }, expiration: EIGHT + 60 });
  clock.pass(59_000);
  expect(await state.list('kind')).toHaveLength(1);
  clock.pass(1_000);
  expect(await state.get('kind', 'id')).toBeUndefined();
  expect(await state.list('kind')).toEqual([]);
});

test('it is written over as if it was not there, by one of two runs', async () => {
  const { clock, state } = world();
  await state.put('kind', 'id', { n: 1 }, 0, EIGHT + 60);
  expect(await state.put('kind', 'id', { n: 2 }, 0, EIGHT + 600)).toBe(false);
  clock.pass(120_000);
  expect(await state.put('kind', 'id', { n: 2 }, 0, EIGHT + 600)).toBe(true);
  expect(await state.put('kind', 'id', { n: 3 }, 0, EIGHT + 600)).toBe(false);
  expect(await state.get('kind', 'id')).toMatchObject({ version: 1, body: { n: 2 } });
});

test('a write whose answer was lost meets itself, which is no other run', async () => {
  const { state } = world();
  expect(await state.put('kind', 'id', { n: 1 }, 0, EIGHT + 60)).toBe(true);
  expect(await state.put('kind', 'id', { n: 1 }, 0, EIGHT + 60)).toBe(true);
});
