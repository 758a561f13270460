import { exampleEvent } from '../../../detections/examples/example-event';
import { HomeRegions } from '../../../local/replay/home-regions';

const SLOT = 600;

function callsIn(
  regions: HomeRegions,
  awsRegion: string,
  slots: number,
  callsPerSlot = 1,
  overrides = {},
): void {
  for (let slot = 0; slot < slots; slot += 1) {
    for (let call = 0; call < callsPerSlot; call += 1) {
      regions.add(exampleEvent('ecs', 'RunTask', null, { awsRegion, ...overrides }), slot * SLOT);
    }
  }
}

test('the region with the changes is home', () => {
  const regions = new HomeRegions();
  callsIn(regions, 'eu-west-1', 6);
  expect(regions.learn()).toEqual(['eu-west-1']);
});

test('a region with a third of the slots of the busiest is home too, with less it is not', () => {
  const regions = new HomeRegions();
  callsIn(regions, 'eu-west-1', 30);
  callsIn(regions, 'eu-central-1', 10);
  callsIn(regions, 'us-east-2', 9);
  expect(regions.learn()).toEqual(['eu-central-1', 'eu-west-1']);
});

test('two hundred calls within ten minutes do not make a home', () => {
  const regions = new HomeRegions();
  callsIn(regions, 'eu-west-1', 12);
  callsIn(regions, 'ap-south-1', 1, 200);
  expect(regions.learn()).toEqual(['eu-west-1']);
});

test('fewer than six slots teach nothing', () => {
  const regions = new HomeRegions();
  callsIn(regions, 'eu-west-1', 5, 100);
  expect(regions.learn()).toEqual([]);
});

test.each([
  ['reads', { readOnly: true }],
  ['refused calls', { errorCode: 'AccessDenied' }],
  ['calls of other services', { eventSource: 'iam.amazonaws.com' }],
])('%s teach nothing', (_, overrides) => {
  const regions = new HomeRegions();
  callsIn(regions, 'us-east-1', 10, 1, overrides);
  expect(regions.learn()).toEqual([]);
});
