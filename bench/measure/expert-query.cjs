// What somebody who knows DuckDB would write by hand for one question, and nothing around it: arguments are the question
// and the folder. No file is checked, no flow that was delivered twice is left out.
const { DuckDBInstance } = require('@duckdb/node-api');

const FIELDS =
  `version account_id interface_id srcaddr dstaddr srcport dstport protocol packets bytes start end action
  log_status tcp_flags flow_direction type pkt_srcaddr pkt_dstaddr ecs_cluster_name ecs_service_name
  ecs_task_id`.split(/\s+/);
const NUMBERS = new Set(['packets', 'bytes', 'start', 'end']);
const COLUMNS = FIELDS.map((name) => `'${name}': '${NUMBERS.has(name) ? 'BIGINT' : 'VARCHAR'}'`).join(', ');
const RECORDS =
  'STRUCT(awsRegion VARCHAR, eventSource VARCHAR, readOnly VARCHAR, errorCode VARCHAR, userIdentity STRUCT(arn VARCHAR), eventTime VARCHAR)[]';

const SQL = {
  'flow-top-talkers': (folder) => `
    SELECT srcaddr, dstaddr, count(*), sum(packets), sum(bytes) AS bytes, min("start"), max("end")
    FROM read_csv('${folder}/AWSLogs/*/vpcflowlogs/**/*.gz', columns = {${COLUMNS}}, delim = ' ', header = true,
      auto_detect = false, quote = '', escape = '')
    WHERE log_status = 'OK' GROUP BY ALL ORDER BY bytes DESC LIMIT 100`,
  'flow-top-talkers of Parquet': (folder) => `
    SELECT srcaddr, dstaddr, count(*), sum(packets), sum(bytes) AS bytes, min("start"), max("end")
    FROM read_parquet('${folder}/AWSLogs/*/vpcflowlogs/**/*.parquet')
    WHERE log_status = 'OK' GROUP BY ALL ORDER BY bytes DESC LIMIT 100`,
  'api-calls-by-region': (folder) => `
    SELECT e.awsRegion, e.eventSource, count(*) AS calls, count(*) FILTER (e.readOnly = 'false'), count(e.errorCode),
      count(DISTINCT e.userIdentity.arn), max(e.eventTime)
    FROM (SELECT unnest(Records) AS e FROM read_json('${folder}/AWSLogs/*/CloudTrail/**/*.json.gz',
      columns = {Records: '${RECORDS}'}, maximum_object_size = 67108864))
    GROUP BY ALL ORDER BY calls DESC LIMIT 500`,
};

async function ask([question, folder]) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const answer = await connection.runAndReadAll(SQL[question](folder));
  process.stdout.write(`${answer.getRows().length} rows\n`);
}

ask(process.argv.slice(2));
