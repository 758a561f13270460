/** Account and region are those of the function itself: `arn:aws:lambda:<region>:<account>:function:…`. */
export function placeOf(functionArn: string): { readonly account: string; readonly region: string } {
  const [, , , region = '', account = ''] = functionArn.split(':');
  return { account, region };
}
