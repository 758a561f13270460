import pc from 'picocolors';

type Colors = ReturnType<typeof pc.createColors>;

/** What a text renderer needs to know of where it prints. */
export interface Terminal {
  readonly colors: Colors;
  /** Columns; lines are cut or wrapped to it. */
  readonly width: number;
}

const WIDTH_WITHOUT_TERMINAL = 110;

/** Colours only on a terminal and without NO_COLOR (any value but an empty one, as no-color.org says). */
export function terminalOf(stream: { isTTY?: boolean; columns?: number }, env: NodeJS.ProcessEnv): Terminal {
  const isColoured = stream.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const width = stream.isTTY === true ? (stream.columns ?? WIDTH_WITHOUT_TERMINAL) : WIDTH_WITHOUT_TERMINAL;
  return { colors: pc.createColors(isColoured), width: Math.min(Math.max(width, 60), 160) };
}
