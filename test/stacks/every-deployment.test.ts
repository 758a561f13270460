import { iamWildcards } from './every-deployment/iam-wildcards.suite';
import { limits } from './every-deployment/limits.suite';
import { logGroups } from './every-deployment/log-groups.suite';
import { retained } from './every-deployment/retained.suite';
import { several } from './every-deployment/several.suite';
import { trust } from './every-deployment/trust.suite';
import { warnings } from './every-deployment/warnings.suite';

/** What holds in every deployment; the suites share one synth of each. */
describe('limits of AWS', limits);
describe('rights with wildcards', iamWildcards);
describe('log groups', logGroups);
describe('what a destroy leaves', retained);
describe('several deployments', several);
describe('trust', trust);
describe('what CDK says', warnings);
