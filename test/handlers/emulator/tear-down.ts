/** Stops the emulator that `set-up` started. */
export default async function tearDown(): Promise<void> {
  await globalThis.harborwatchEmulator?.stop();
}
