// As Node has it. Jest's hundred frames, each translated back to TypeScript, are a sixth of what a synth takes: the CDK
// keeps with each token where it was made.
Error.stackTraceLimit = 10;
