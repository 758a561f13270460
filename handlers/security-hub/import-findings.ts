import {
  type AwsSecurityFinding,
  BatchImportFindingsCommand,
  type ImportFindingsError,
  type SecurityHubClient,
} from '@aws-sdk/client-securityhub';

/** "Maximum of 100 findings per request": `BatchImportFindings` in the API reference. */
const MOST_FINDINGS = 100;

/** Security Hub refused findings; the message names the first, with its reason. */
export class SecurityHubImportError extends Error {
  override readonly name = 'SecurityHubImportError';
}

/**
 * Imports findings, a hundred a call. Whatever is refused stops nothing else: it is told to `onRefused`, and the
 * import fails at the end, so that the event is tried again and lies in the failure destination at last. To import
 * a finding again changes nothing.
 *
 * @returns how many were imported
 * @throws SecurityHubImportError when Security Hub refused some
 */
export async function importFindings(
  client: SecurityHubClient,
  findings: readonly AwsSecurityFinding[],
  onRefused: (refused: ImportFindingsError) => void,
): Promise<number> {
  let imported = 0;
  const refused: ImportFindingsError[] = [];
  for (let at = 0; at < findings.length; at += MOST_FINDINGS) {
    const some = findings.slice(at, at + MOST_FINDINGS);
    const answer = await client.send(new BatchImportFindingsCommand({ Findings: some }));
    const failed = answer.FailedFindings ?? [];
    imported += answer.SuccessCount ?? some.length - failed.length;
    refused.push(...failed);
  }
  for (const each of refused) onRefused(each);
  const [first] = refused;
  if (first !== undefined) {
    throw new SecurityHubImportError(
      `Security Hub refused ${refused.length} of ${findings.length} findings, the first ${first.Id} with ${first.ErrorCode}: ${first.ErrorMessage}; InvalidAccess means that Security Hub is not enabled here`,
    );
  }
  return imported;
}
