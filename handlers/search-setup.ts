import { Logger } from '@aws-lambda-powertools/logger';
import { deploymentName, required, strings, wholeNumber } from './environment';
import { askingAgain } from './search/asking-again';
import { searchDomain } from './search/search-domain';
import { setUpSearch } from './search-setup/set-up-search';

const ask = askingAgain(searchDomain(process.env));
const logger = new Logger({ serviceName: 'search-setup' });

/** By the clock: puts templates, rights, retention and dashboard into the domain. */
export async function handler(): Promise<void> {
  const requests = await setUpSearch(
    ask,
    {
      deployment: deploymentName(process.env),
      replicas: wholeNumber(process.env, 'searchReplicas', 0),
      writer: required(process.env, 'searchWriter'),
      readers: strings(process.env, 'searchReaders', []),
    },
    wholeNumber(process.env, 'searchRetentionDays', 14),
  );
  logger.info('search engine set up', { requests });
}
