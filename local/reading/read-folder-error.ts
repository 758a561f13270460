/** There is nothing to read: no such folder, an empty one, or none with a known file. */
export class ReadFolderError extends Error {
  override readonly name = 'ReadFolderError';
}
