/** Stops the server that `set-up` started and removes its folder. */
export default async function tearDown(): Promise<void> {
  await globalThis.harborwatchTrino?.stop();
}
