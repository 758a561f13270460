import type { EventSelectors } from '../aws/trails';

type Advanced = EventSelectors['advanced'][number];

/**
 * What of the management events a trail leaves out, a clause each. Reads and writes may be recorded by different
 * selectors.
 */
export function blindSpots({ basic, advanced }: EventSelectors): readonly string[] {
  if (advanced.length > 0) return advancedSpots(advanced);
  const management = basic.filter(({ IncludeManagementEvents }) => IncludeManagementEvents !== false);
  if (management.length === 0) return ['records no management events'];
  const types = new Set(management.map(({ ReadWriteType }) => ReadWriteType ?? 'All'));
  // A source is left out where every selector leaves it out.
  const excluded = [
    ...new Set(management.flatMap((each) => each.ExcludeManagementEventSources ?? [])),
  ].filter((source) => management.every((each) => each.ExcludeManagementEventSources?.includes(source)));
  return [
    ...missingHalf(types.has('All') || types.has('ReadOnly'), types.has('All') || types.has('WriteOnly')),
    ...excluded.map((source) => `leaves out what ${source} records`),
  ];
}

function advancedSpots(selectors: readonly Advanced[]): readonly string[] {
  const management = selectors.filter(({ FieldSelectors = [] }) =>
    FieldSelectors.some(({ Field, Equals }) => Field === 'eventCategory' && Equals?.includes('Management')),
  );
  if (management.length === 0) return ['records no management events'];
  const whole = management.filter((each) => narrowed(each).length === 0);
  if (whole.length === 0) {
    const fields = new Set(management.flatMap(narrowed));
    return [`leaves out management events by ${[...fields].join(', ')}`];
  }
  const readOnly = whole.map(({ FieldSelectors = [] }) =>
    FieldSelectors.find(({ Field }) => Field === 'readOnly')?.Equals?.at(0),
  );
  return missingHalf(
    readOnly.some((value) => value !== 'false'),
    readOnly.some((value) => value !== 'true'),
  );
}

/** The fields by which a selector takes only some events, beside reading and writing. */
function narrowed({ FieldSelectors = [] }: Advanced): readonly string[] {
  return FieldSelectors.flatMap(({ Field = '' }) =>
    Field === 'eventCategory' || Field === 'readOnly' ? [] : [Field],
  );
}

function missingHalf(hasReads: boolean, hasWrites: boolean): readonly string[] {
  return [
    ...(hasReads ? [] : ['leaves out calls that read']),
    ...(hasWrites ? [] : ['leaves out calls that write']),
  ];
}
