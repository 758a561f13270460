import { parseFilterPattern } from '../../analysis/filter-pattern';
import { createPatternMatcher } from '../../analysis/pattern-matcher';
import { TrailAnalyzer } from '../../analysis/trail/trail-analyzer';
import { buildCatalogue } from '../../detections/catalogue';
import type { CatalogueSettings } from '../../detections/detection';
import { placeDetections } from '../../detections/placement';
import type { CloudTrailRecord } from '../../records/cloudtrail/cloudtrail-record';
import { isoInstant } from '../../records/values/iso-instant';
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
  /** Rules of the trail analyzer. */
  readonly rules: number;
  readonly matches: number;
}

answerParent<CatalogueMatchingInput, CatalogueMatchingOutput>(({ settings, records, rounds }) => {
  const catalogue = buildCatalogue(settings);
  const { trailRules } = placeDetections(catalogue);
  const entries = catalogue.flatMap(({ id, detector }) =>
    detector.kind === 'filter' ? [{ id, pattern: parseFilterPattern(detector.pattern) }] : [],
  );
  const matcher = createPatternMatcher(entries);
  let matches = 0;
  const { parse = [], catalogue: judged = [] } = alternate(
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
          const analyzer = new TrailAnalyzer(trailRules, settings);
          for (const text of records) {
            const record = JSON.parse(text) as CloudTrailRecord;
            matches += matcher.match(record, () => text).length;
            analyzer.add(record, isoInstant(record.eventTime) / 1000, () => text);
          }
          return records.length;
        },
      },
    ],
    rounds,
  );
  return {
    samples: { parse, catalogue: judged },
    patterns: entries.length,
    rules: trailRules.length,
    matches,
  };
});
