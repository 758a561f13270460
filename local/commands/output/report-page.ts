import { version } from '../../../package.json';
import { renderReport } from '../../../report/render-report';
import type { LogFiles } from '../../reading/log-file';
import type { Report } from '../../render/timeline/report';
import { FileSums } from '../../report/file-sums';
import { toReport } from '../../report/to-report';
import { TrafficCounter } from '../../report/traffic-counter';

/** Watches a replay for the page of `--report`, and writes its text at the end. */
export class ReportPage {
  /** Is shown each record. */
  readonly counter: TrafficCounter;
  readonly #sums = new FileSums();

  constructor(sshPorts: readonly number[]) {
    this.counter = new TrafficCounter(sshPorts);
  }

  /** The files as they are to be read. */
  watch(files: LogFiles): LogFiles {
    return this.#sums.watch(files);
  }

  async render(report: Report): Promise<string> {
    const { result, detections, audit, again } = report;
    const [traffic, attempts, sums] = [
      this.counter.traffic(),
      this.counter.attempts(),
      await this.#sums.finish(),
    ];
    return renderReport(toReport({ result, detections, audit, again, traffic, attempts, sums, version }));
  }
}
