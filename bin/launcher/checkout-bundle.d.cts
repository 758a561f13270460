export function checkoutBundle(home: string, cache: string | undefined): Promise<string | undefined>;
export function fingerprint(home: string): string;
