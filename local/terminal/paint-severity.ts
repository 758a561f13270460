import type { Severity } from '../../analysis/finding';
import type { Terminal } from './terminal';

/** The text in the colour of the severity; what the colour says, a word beside it must say too. */
export function paintSeverity(severity: Severity, text: string, { colors }: Terminal): string {
  switch (severity) {
    case 'critical':
      return colors.bold(colors.red(text));
    case 'high':
      return colors.red(text);
    case 'medium':
      return colors.yellow(text);
    case 'low':
      return colors.dim(text);
  }
}
