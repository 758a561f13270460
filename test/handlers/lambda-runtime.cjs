// Stands in for Lambda's runtime: loads the bundle, calls its handler for each message, answers with what came of it.
const { handler } = require(process.argv[2]);

process.on('message', async ({ id, event, timeoutSeconds, requestId }) => {
  const until = Date.now() + timeoutSeconds * 1000;
  const context = {
    awsRequestId: requestId,
    functionName: 'under-test',
    invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:under-test',
    getRemainingTimeInMillis: () => Math.max(0, until - Date.now()),
  };
  try {
    process.send({ id, outcome: { kind: 'answer', value: await handler(event, context) } });
  } catch (error) {
    process.send({ id, outcome: { kind: 'error', name: error.name, message: error.message } });
  }
});
