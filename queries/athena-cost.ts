/** US dollars for each terabyte scanned: aws.amazon.com/athena/pricing, SQL queries, us-east-1 and most regions. */
const USD_PER_TERABYTE = 5;
/** Taken as 10^12 bytes, the smaller of the two readings of a terabyte, so that the estimate is never too low. */
const TERABYTE = 1e12;
/** The least that a query is billed for, from the same page. */
const LEAST_BILLED_BYTES = 10e6;

/** What a query costs that scanned so many bytes; a query that scanned nothing is free. */
export function estimateUsd(bytesScanned: number): number {
  return bytesScanned === 0 ? 0 : (Math.max(bytesScanned, LEAST_BILLED_BYTES) / TERABYTE) * USD_PER_TERABYTE;
}

/** The same for people: `$0.00005`, `$1.23`. */
export function renderUsd(usd: number): string {
  return usd >= 0.01 || usd === 0 ? `$${usd.toFixed(2)}` : `$${usd.toFixed(5)}`;
}
