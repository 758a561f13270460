import pc from 'picocolors';

type Colors = ReturnType<typeof pc.createColors>;

/** What a text renderer needs to know of where it prints. */
export interface Terminal {
  readonly colors: Colors;
  /** Columns; lines are cut or wrapped to it. */
  readonly width: number;
}

const WIDTH_WITHOUT_TERMINAL = 110;
const NARROWEST = 40;
const WIDEST = 160;

/**
 * Colours on a terminal and without NO_COLOR (any value but an empty one, as no-color.org says); FORCE_COLOR (any value
 * but an empty one and 0) brings them elsewhere too. The width is the terminal's, elsewhere that of COLUMNS.
 *
 * @param isColored what `--color` and `--no-color` say; they win over the environment
 */
export function terminalOf(
  stream: { isTTY?: boolean; columns?: number },
  env: NodeJS.ProcessEnv,
  isColored?: boolean,
): Terminal {
  const given = Number(env['COLUMNS']);
  const asked = Number.isInteger(given) && given > 0 ? given : undefined;
  const width = (stream.isTTY === true ? stream.columns : undefined) ?? asked ?? WIDTH_WITHOUT_TERMINAL;
  return {
    colors: pc.createColors(isColored ?? hasColors(stream, env)),
    width: Math.min(Math.max(width, NARROWEST), WIDEST),
  };
}

function hasColors({ isTTY }: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined && env['FORCE_COLOR'] !== '') return env['FORCE_COLOR'] !== '0';
  return isTTY === true && env['TERM'] !== 'dumb';
}
