import { EXAMPLES } from '../../../detections/examples/index';
import type { CloudTrailRecord } from '../../../records/cloudtrail/cloudtrail-record';
import { SEARCH_HOST } from '../fake-aws/search';
import { TRAIL_GROUP } from '../harness/environment';
import { subscriptionEvent } from '../harness/subscription';
import { recordsBeside } from './log-author';
import type { Subject } from './subject';

const EXEC = EXAMPLES['ecs-exec-session-opened']?.fires[0] as CloudTrailRecord;
const HOUR = 3_600;

/** So many records near CloudTrail's 256 KB are two requests of 5 MB: one may come through and the other not. */
const LARGE = 24;
const LARGE_BYTES = 240_000;

/** What writes into the search engine, at a time, epoch seconds. */
export function searchSubjects(at: number): readonly Subject[] {
  const large = Array.from({ length: LARGE }, (_, index) => ({
    ...EXEC,
    requestParameters: { command: 'x'.repeat(LARGE_BYTES) },
    eventID: `large-${index}`,
  }));
  const refused = { ...EXEC, requestParameters: { '': 'a field without a name' }, eventID: 'refused' };
  const lines = [...large.slice(0, 3), refused, ...large.slice(3)].map((record) => JSON.stringify(record));
  const batchOf = (more: readonly unknown[]) =>
    subscriptionEvent(['{"eventTime":', ...lines, ...more.map((record) => JSON.stringify(record))], {
      logGroup: TRAIL_GROUP,
    });
  const batch = batchOf([]);
  const searchIndexer: Subject = {
    handler: 'search-indexer',
    tells: `${LARGE} records of a batch, in two requests, beside one that the engine refuses and one that is cut off; the engine keeps one of each id`,
    event: batch,
    at,
    variables: () => ({ SEARCH_ENDPOINT: SEARCH_HOST }),
    prepare: () => undefined,
    beside: (means) => batchOf(recordsBeside(means, EXEC)),
    next: { event: batch, afterSeconds: 300 },
    isMadeUpFor: false,
    toldBy: ({ attributes }) => [String(attributes['id'])],
  };
  const searchSetup: Subject = {
    handler: 'search-setup',
    tells: 'templates, rights, retention and dashboard; what whoever writes logs does reaches none of it',
    event: {},
    at,
    variables: () => ({
      SEARCH_ENDPOINT: SEARCH_HOST,
      SEARCH_WRITER: 'arn:aws:iam::111122223333:role/indexer',
      SEARCH_READERS: '["arn:aws:iam::111122223333:role/engineer"]',
    }),
    prepare: () => undefined,
    beside: () => undefined,
    next: { event: {}, afterSeconds: HOUR },
    isMadeUpFor: true,
    toldBy: ({ attributes }) => [String(attributes['id'])],
  };
  return [searchIndexer, searchSetup];
}
