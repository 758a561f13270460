import { EMULATOR_ENDPOINT, Emulator } from './emulator';

declare global {
  var harborwatchEmulator: Emulator | undefined;
}

/** Starts the one emulator; suites that share it keep apart by account, which is the access key of their calls. */
export default async function setUp(): Promise<void> {
  const emulator = await Emulator.start();
  globalThis.harborwatchEmulator = emulator;
  process.env[EMULATOR_ENDPOINT] = emulator.endpoint;
}
