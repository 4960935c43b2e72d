/** Text without the difference of upper and lower case: Unicode's full case folding, made of the case mappings that JavaScript has. */

/** Letters whose folding is not the way to upper case and back: a dotless i stays, Cherokee folds to upper case. */
const DOTLESS_I = '\u0131';
const isCherokee = (point: number) => (point >= 0xab70 && point <= 0xabbf) || (point >= 0x13a0 && point <= 0x13fd);

function foldOne(character: string): string {
  if (character === DOTLESS_I) return character;
  if (isCherokee(character.codePointAt(0) ?? 0)) return character.toUpperCase();
  // By code points, so that a sigma at the end of a word is a sigma.
  const upper = [...character.toLowerCase()].map((one) => one.toUpperCase()).join('');
  return [...upper].map((one) => one.toLowerCase()).join('');
}

export function caseFolded(text: string): string {
  return [...text].map(foldOne).join('');
}
