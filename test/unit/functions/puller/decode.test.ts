import assert from 'node:assert/strict';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { parseBody } from '../../../../functions/puller/http-source/decode/body.ts';
import { parseCsv } from '../../../../functions/puller/http-source/decode/csv.ts';
import { exactJsonText, parseExactJson } from '../../../../functions/puller/http-source/decode/exact-json.ts';
import { decompress } from '../../../../functions/puller/http-source/decode/inflate.ts';
import { decodeText } from '../../../../functions/puller/http-source/decode/text.ts';
import { parseXml } from '../../../../functions/puller/http-source/decode/xml.ts';

describe('numbers of an answer', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', 9_007_199_254_740_993n],
    ['-12345678901234567890', -12_345_678_901_234_567_890n],
    ['1.10', 1.1],
    ['0.1234567890123456789', '0.1234567890123456789'],
    ['1234567890123.4560', 1_234_567_890_123.456],
    ['1e3', 1_000],
    ['0.5e1', 5],
    ['-0.0e5', -0],
    ['1E400', '1E400'],
    ['4.94e-324', '4.94e-324'],
    ['123456789012345678.5', '123456789012345678.5'],
    ['-0.100000000000000000', -0.1],
  ];
  for (const [text, expected] of cases) {
    it(`keep every digit of ${text}`, () => {
      assert.deepEqual((parseExactJson(`{"n":${text}}`) as { n: unknown }).n, expected);
    });
  }

  it('of a thousand digits and more are their text', () => {
    const digits = '9'.repeat(1_001);
    assert.equal((parseExactJson(`[${digits}]`) as unknown[])[0], digits);
  });

  it('in texts stay texts', () => {
    assert.deepEqual(parseExactJson('{"a":"12345678901234567890","b":12345678901234567890}'), {
      a: '12345678901234567890',
      b: 12_345_678_901_234_567_890n,
    });
  });

  it('are written again in their digits', () => {
    assert.equal(exactJsonText({ a: [12_345_678_901_234_567_890n, 'x'] }), '{"a":[12345678901234567890,"x"]}');
    assert.equal(exactJsonText({ a: 1 }), '{"a":1}');
  });
});

describe('the charset of an answer', () => {
  it('is UTF-8, or what the mark or the header says', () => {
    assert.equal(decodeText(Buffer.from('é'), undefined), 'é');
    assert.equal(decodeText(Buffer.from([0xef, 0xbb, 0xbf, 0x61]), 'text/csv; charset=latin1'), 'a');
    assert.equal(decodeText(Buffer.from([0xe9]), 'text/csv; charset="ISO-8859-1"'), 'é');
    assert.equal(decodeText(Buffer.from([0xff, 0xfe, 0x61, 0]), undefined), 'a');
    assert.equal(decodeText(Buffer.from([0xfe, 0xff, 0, 0x61]), undefined), 'a');
  });

  it('is refused where it is not known', () => {
    assert.throws(
      () => decodeText(Buffer.from('a'), 'text/plain; charset=koi8-r'),
      /charset koi8-r, which is not read/,
    );
  });

  it('is held to: a bad sequence is an error with its place', () => {
    const bytes = Buffer.concat([Buffer.from('abcé'), Buffer.from([0xff]), Buffer.from('xyz')]);
    assert.throws(() => decodeText(bytes, undefined), /not utf-8 at byte 5/);
    assert.throws(() => decodeText(Buffer.from([0x61, 0xd8, 0x00]), 'a; charset=utf-16le'), /not utf-16le\./);
  });
});

describe('packed answers', () => {
  const limits = { decodedBytes: 1_000_000, ratio: 10 };
  const text = Buffer.from('hello '.repeat(20));

  it('are unpacked by their magic bytes, whatever the header says (airbyte-python-cdk#1124)', async () => {
    for (const encoding of [undefined, 'identity', 'gzip', 'x-gzip'])
      assert.deepEqual(await decompress(gzipSync(text), encoding, limits), text);
    assert.deepEqual(await decompress(text, 'gzip', limits), text);
    assert.deepEqual(await decompress(gzipSync(gzipSync(text)), undefined, limits), text);
  });

  it('are unpacked by the header where they have no magic bytes', async () => {
    assert.deepEqual(await decompress(deflateSync(text), 'deflate', limits), text);
    assert.deepEqual(await decompress(brotliCompressSync(text), 'BR', limits), text);
    await assert.rejects(decompress(text, 'zstd', limits), /Content-Encoding is zstd, which was not asked for/);
  });

  it('that were cut are errors', async () => {
    await assert.rejects(decompress(gzipSync(text).subarray(0, 20), undefined, limits), /damaged or was cut/);
  });

  it('are bounded by size and by ratio: a bomb does not unpack', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    await assert.rejects(
      decompress(bomb, undefined, { decodedBytes: 1_000_000, ratio: 100_000 }),
      /unpacks to more than 1000000 bytes/,
    );
    await assert.rejects(
      decompress(bomb, undefined, { decodedBytes: 100_000_000, ratio: 2 }),
      /unpacks to more than 65536 bytes/,
    );
  });
});

describe('CSV', () => {
  const options = { delimiter: ',', header: true } as const;

  it('has quotes, doubled quotes, line ends in quotes, and empty fields', () => {
    assert.deepEqual(parseCsv('a,b,c\r\n1,"x ""y"",\nz",\n,,"3"\n\n', options), [
      { a: '1', b: 'x "y",\nz', c: '' },
      { a: '', b: '', c: '3' },
    ]);
    assert.deepEqual(parseCsv('a;b\n1;2', { delimiter: ';', header: true }), [{ a: '1', b: '2' }]);
    assert.deepEqual(parseCsv('1\t', { delimiter: '\t', header: ['a', 'b'] }), [{ a: '1', b: '' }]);
    assert.deepEqual(parseCsv('', options), []);
  });

  for (const [what, text, expected] of [
    ['another width', 'a,b\n1\n', /Record 2 .* 1 fields, and the header has 2/],
    ['an open quote', 'a,b\n1,"x', /a quote is open at the end: the answer was cut/],
    ['text behind a quote', 'a\n"x"y', /something stands behind a closing quote/],
    ['two columns of one name', 'a,a\n', /two columns are named "a"/],
  ] as const) {
    it(`with ${what} is an error`, () => {
      assert.throws(() => parseCsv(text, options), expected);
    });
  }
});

describe('XML', () => {
  it('becomes the values of its elements', () => {
    const text =
      '<?xml version="1.0"?><!-- a --><r><i id="1" n=\'x&quot;\'>A &amp; B</i><i/><e><![CDATA[<c>]]></e><t a="1">&#65;&#x42;</t></r>\n';
    assert.deepEqual(
      parseXml(text),
      Object.assign(Object.create(null), {
        r: { i: [{ '@id': '1', '@n': 'x"', '#text': 'A & B' }, ''], e: '<c>', t: { '@a': '1', '#text': 'AB' } },
      }),
    );
  });

  it('takes three of a name as one list, and __proto__ as a name', () => {
    assert.deepEqual({ ...parseXml('<r><i>1</i><i>2</i><i>3</i></r>') }, { r: { i: ['1', '2', '3'] } });
    assert.deepEqual(Object.keys(parseXml('<__proto__>1</__proto__>')), ['__proto__']);
  });

  for (const [what, text, expected] of [
    ['that was cut', '<r><i>1</i>', /<r> is not closed: the answer was cut/],
    ['with a comment that was cut', '<r/><!-- a', /--> is missing/],
    ['with a document type', '<!DOCTYPE r [<!ENTITY a "b">]><r/>', /a document type, which is refused/],
    ['with crossed tags', '<r><i></r></i>', /<\/r> closes <i>/],
    ['with a tag too many', '<r/></r>', /closes nothing/],
    ['with text outside', '<r/>x', /text stands outside/],
    ['with two roots', '<r/><s/>', /more than one/],
    ['with an unknown entity', '<r>&nbsp;</r>', /&nbsp; is no entity/],
    ['with half an entity', '<r>a & b</r>', /is no entity/],
    ['with an impossible character', '<r>&#xD800;</r>', /is no character/],
    ['with a broken tag', '<r a=1></r>', /no tag can be read at character 0/],
    ['nested too deep', '<a>'.repeat(102), /deeper than 100/],
  ] as const) {
    it(`${what} is an error`, () => {
      assert.throws(() => parseXml(text), expected);
    });
  }
});

describe('the body of an answer', () => {
  it('is JSON, JSON lines, CSV or XML', () => {
    assert.deepEqual(parseBody('{"a":1}', {}, 'application/json'), { a: 1 });
    assert.deepEqual(parseBody('{"a":1}\n\n{"a":2}\n', { format: 'ndjson' }, undefined), [{ a: 1 }, { a: 2 }]);
    assert.deepEqual(parseBody('a,b\n1,2', { format: 'csv' }, 'text/csv'), [{ a: '1', b: '2' }]);
    assert.deepEqual(parseBody('1|2', { format: 'csv', csv: { delimiter: '|', header: ['x', 'y'] } }, undefined), [
      { x: '1', y: '2' },
    ]);
    assert.deepEqual({ ...(parseBody('<r>1</r>', { format: 'xml' }, 'text/html') as object) }, { r: '1' });
  });

  it('that is cut or no JSON is an error, and never an empty answer (airbyte-python-cdk#1108)', () => {
    assert.throws(() => parseBody('{"a":[1,', {}, undefined), /no JSON at/);
    assert.throws(() => parseBody('{"a" 1}', {}, undefined), /no JSON at character 5/);
    assert.throws(
      () => parseBody('{"secret":x}', {}, undefined),
      (error: Error) => /is no JSON; it has 12/.test(error.message) && !error.message.includes('secret'),
    );
    assert.throws(() => parseBody('{"a":1}\n{"a"', { format: 'ndjson' }, undefined), /no JSON at .*, line 2/);
    assert.throws(() => parseBody('', {}, undefined), /no JSON at its end/);
  });

  it('that is HTML is an error whatever its status', () => {
    assert.throws(() => parseBody('<!DOCTYPE html><html>', {}, 'application/json'), /is HTML and not JSON/);
    assert.throws(() => parseBody('{}', {}, 'text/html; charset=utf-8'), /is HTML/);
    assert.throws(() => parseBody('a,b', { format: 'csv' }, 'text/html'), /HTML and not CSV/);
  });
});
