import { CfnNamedQuery, type CfnWorkGroup } from 'aws-cdk-lib/aws-athena';
import { Construct } from 'constructs';
import { queryCatalogue } from '../../queries/catalogue';
import type { Query } from '../../queries/query';
import { renderQuery } from '../../queries/render-query';
import type { HarborwatchStack } from '../harborwatch-stack';

/** What Athena's console shows beside the text: the question, when to ask it, what it reads. */
export function describeQuery({ question, when, cost }: Query): string {
  return [question, when, cost].filter((part) => part !== '').join('\n');
}

/**
 * Every question of the catalogue in Athena's console. The text is the file's, with the parameters' defaults in it:
 * times stay relative to the moment in which somebody runs it.
 */
export class SavedQueries extends Construct {
  constructor(scope: HarborwatchStack, id: string, workgroup: CfnWorkGroup) {
    super(scope, id);
    for (const query of queryCatalogue()) {
      new CfnNamedQuery(this, query.id, {
        name: query.id,
        description: describeQuery(query),
        database: scope.names.glueDatabase,
        queryString: renderQuery(query),
        workGroup: workgroup.ref,
      });
    }
  }
}
