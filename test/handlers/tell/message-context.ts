/** What messages know of the deployment. */
export const CONTEXT = {
  account: '111122223333',
  region: 'eu-west-1',
  trailLogGroup: 'trail',
  flowLogGroup: 'flows',
  runbookUrl: 'https://example.com/runbook.md',
  alarmPrefix: '',
  queriesFor: () => [],
};
/** When all of them are sent, epoch seconds. */
export const MESSAGES_AT = Date.parse('2026-11-02T08:20:00Z') / 1000;
