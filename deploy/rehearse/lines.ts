/** Whole lines of a stream, however it is cut into pieces. */

export function gatherLines(stream: NodeJS.ReadableStream | null, output: string[]): void {
  let rest = '';
  stream?.on('data', (chunk: Buffer) => {
    const lines = `${rest}${chunk.toString()}`.split('\n');
    rest = lines.pop() ?? '';
    output.push(...lines.filter(Boolean));
  });
}
