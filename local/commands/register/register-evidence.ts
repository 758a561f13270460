import { type Command, Option } from 'commander';
import type { CommandIo } from '../../terminal/command-io';
import { DETECTIONS_OPTION } from '../options/detections-option';
import { withPlaceOptions } from '../options/reading-options';
import { WHERE } from '../options/where-words';
import type { RecordOptions } from '../record';
import type { VerifyOptions } from '../verify';

const RECORD_HELP = `
A minute is written 2026-11-02T09:05Z; a flow is a record of either direction whose window holds it.

Exit status: 0 found, 1 not found, 3 not found and something could not be read, 2 wrong usage.`;

const VERIFY_HELP = `
Nothing is asked of AWS but with --fetch-keys (cloudtrail:ListPublicKeys, with any credentials). The signature of a digest
stands in the next one; that of the newest is metadata of its object in S3: it is read there from s3://, else from
<digest>.head.json beside it, where aws s3api head-object was saved there.

Exit status: 0 valid, 10 something was changed or taken away, 3 not enough could be checked, 2 wrong usage.`;

/** Adds `harborwatch record` and `harborwatch verify`; what they need is loaded when they are called. */
export function registerEvidenceCommands(
  program: Command,
  io: CommandIo,
  end: (status: number) => void,
): void {
  withPlaceOptions(program.command('record'))
    .description('one record, where it stands, and what each detection says of it')
    .argument('<id>', 'id of an event, or a flow: source,target,port,minute')
    .argument('<folder>', WHERE)
    .addOption(new Option('--format <format>').choices(['pretty', 'json']).default('pretty'))
    .option('--settings <file>', 'settings; default: harborwatch.json in the working folder')
    .option(...DETECTIONS_OPTION)
    .addHelpText('after', RECORD_HELP)
    .action(async (id: string, folder: string, options: RecordOptions) => {
      const { recordCommand } = require('../record') as typeof import('../record');
      end(await recordCommand(id, folder, options, io));
    });

  program
    .command('verify')
    .description("checks CloudTrail's digest chain: was a log file changed or taken away?")
    .argument('<folder>', WHERE)
    .option('--public-keys <file>', 'what aws cloudtrail list-public-keys printed; repeatable', collect)
    .option('--fetch-keys', 'ask CloudTrail for the public keys, in the regions of the digests')
    .option('--manifest <file>', 'write the SHA-256 of every file, as sha256sum does')
    .addOption(new Option('--format <format>').choices(['pretty', 'json']).default('pretty'))
    .addHelpText('after', VERIFY_HELP)
    .action(async (folder: string, options: VerifyOptions) => {
      const { verifyCommand } = require('../verify') as typeof import('../verify');
      end(await verifyCommand(folder, options, io));
    });
}

function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}
