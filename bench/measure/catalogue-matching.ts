import { parseFilterPattern } from '../../analysis/filter-pattern';
import { createPatternMatcher } from '../../analysis/pattern-matcher';
import { buildCatalogue } from '../../detections/catalogue';
import type { CatalogueSettings } from '../../detections/detection';
import type { JsonObject } from '../../records/cloudtrail-record';
import { alternate, type Rounds, type Sample } from './alternate';
import { answerParent } from './answer-parent';

export interface CatalogueMatchingInput {
  readonly settings: CatalogueSettings;
  /** CloudTrail records as they stand in the files. */
  readonly records: readonly string[];
  readonly rounds: Rounds;
}

export interface CatalogueMatchingOutput {
  readonly samples: Record<'parse' | 'catalogue', Sample[]>;
  readonly patterns: number;
  readonly matches: number;
}

answerParent<CatalogueMatchingInput, CatalogueMatchingOutput>(({ settings, records, rounds }) => {
  const entries = buildCatalogue(settings).flatMap(({ id, detector }) =>
    detector.kind === 'filter' ? [{ id, pattern: parseFilterPattern(detector.pattern) }] : [],
  );
  const matcher = createPatternMatcher(entries);
  let matches = 0;
  const { parse = [], catalogue = [] } = alternate(
    [
      {
        name: 'parse',
        run() {
          let calls = 0;
          for (const text of records) if ('eventName' in JSON.parse(text)) calls += 1;
          return calls;
        },
      },
      {
        name: 'catalogue',
        run() {
          matches = 0;
          for (const text of records) {
            matches += matcher.match(JSON.parse(text) as JsonObject, () => text).length;
          }
          return records.length;
        },
      },
    ],
    rounds,
  );
  return { samples: { parse, catalogue }, patterns: entries.length, matches };
});
