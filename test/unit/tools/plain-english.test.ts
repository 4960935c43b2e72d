import assert from 'node:assert/strict';
import {
  ceilings,
  commentsOf,
  descriptionsOf,
  excesses,
  measure,
  measureTree,
  titlesOf,
} from '../../../tools/plain-english.ts';

const root = new URL('../../../', import.meta.url).pathname;

describe('comments and test titles', () => {
  it('open as riddles, or speak of people without a role, no more often than the ceilings in tools/plain-english.json', () => {
    assert.deepEqual(excesses(measureTree(root), ceilings()), []);
  });
});

describe('the measure of plain English', () => {
  it('reads blocks and lines of comments, each as one text', () => {
    const source = `/** One. */
const a = 'x'; // not at the beginning
/**
 * Two begins here
 * and ends here.
 */
// three,
//   and on
const b = 1;

// biome-ignore lint/x: a reason
/* four */
`;
    assert.deepEqual(commentsOf(source), ['One.', 'Two begins here and ends here.', 'three, and on', 'four']);
  });

  it('reads titles, also over several lines and with quotes in them', () => {
    assert.deepEqual(titlesOf("it('says \\'x\\'', f); describe(\n  `what`, g); edit('no')"), ["Says \\'x\\'", 'What']);
  });

  it('reads the descriptions of a schema, also with quotes in them', () => {
    const source = '{ "description": "Says \\"x\\".", "properties": { "a": { "description": "Two." } } }';
    assert.deepEqual(descriptionsOf(source), ['Says \\"x\\".', 'Two.']);
    assert.deepEqual(descriptionsOf('{ about:\n  \'Waits.\' }\n  description = "Asks."'), ['Waits.', 'Asks.']);
  });

  it('counts a text once, by the opening of any of its sentences', () => {
    const texts = [
      'Rejects NaN, because a batch would never close.',
      'What a message has once counts. Who comes is let in.',
      'The caller waits. Nobody else does.',
      'Is it so? Yes. How is it done?',
      'Somebody asks.',
    ];
    assert.deepEqual(measure(texts), { texts: 5, riddles: 60, persons: 40 });
    assert.deepEqual(measure([]), { texts: 0, riddles: 0, persons: 0 });
  });

  it('tells each folder that is above its ceiling, and takes a folder without one for plain', () => {
    const measured = { a: { texts: 10, riddles: 2, persons: 1 }, b: { texts: 10, riddles: 0.1, persons: 0 } };
    assert.deepEqual(excesses(measured, { a: { riddles: 2, persons: 0.5 } }), [
      'a: 1 % speak of nobody, whoever, he …; at most 0.5 %',
      'b: 0.1 % open with What, Who, Where, How, Nobody …; at most 0 %',
    ]);
  });
});
