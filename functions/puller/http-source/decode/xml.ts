/**
 * XML as the value of its elements: an element with neither attribute nor child is its text; any other is an object whose
 * keys are its children's names, its attributes with `@` in front, and its text as `#text`; a child that comes more than
 * once is a list. Document types are refused, so that no entity can expand.
 */

import { SourceError } from '../../source.ts';

type XmlValue = string | XmlObject;
interface XmlObject {
  [name: string]: XmlValue | XmlValue[];
}

interface Open {
  readonly name: string;
  readonly object: XmlObject;
  text: string;
  plain: boolean;
}

const NAME = '[A-Za-z_:][\\w:.-]*';
const TAG = new RegExp(`<(?:(/)(${NAME})\\s*|(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?))>`, 'y');
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g');
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const DEEPEST = 100;

/** `{ root: … }`: the root element under its own name. */
export function parseXml(text: string): XmlObject {
  const top: Open = { name: '', object: Object.create(null) as XmlObject, text: '', plain: false };
  const open: Open[] = [top];
  let at = 0;
  while (at < text.length) {
    const here = open[open.length - 1] as Open;
    const next = text.indexOf('<', at);
    const behind = next < 0 ? text.length : next;
    here.text += entities(text.slice(at, behind));
    at = behind < text.length ? markup(text, behind, open) : behind;
  }
  if (open.length > 1) throw malformed(`<${(open.at(-1) as Open).name}> is not closed: the answer was cut`);
  if (top.text.trim() !== '') throw malformed('text stands outside of the root element');
  if (Object.keys(top.object).length !== 1) throw malformed('it has no root element, or more than one');
  return top.object;
}

function markup(text: string, at: number, open: Open[]): number {
  if (text.startsWith('<!--', at)) return behind(text, '-->', at + 4);
  if (text.startsWith('<?', at)) return behind(text, '?>', at + 2);
  const here = open[open.length - 1] as Open;
  if (text.startsWith('<![CDATA[', at)) {
    const end = behind(text, ']]>', at + 9);
    here.text += text.slice(at + 9, end - 3);
    return end;
  }
  if (text.startsWith('<!', at)) throw malformed('it has a document type, which is refused');
  TAG.lastIndex = at;
  const tag = TAG.exec(text);
  if (tag === null) throw malformed(`no tag can be read at character ${at}`);
  const [whole, , closing, opening, attributes = '', empty] = tag;
  if (closing !== undefined) close(open, closing);
  else {
    begin(open, opening as string, attributes);
    if (empty === '/') close(open, opening as string);
  }
  return at + whole.length;
}

function begin(open: Open[], name: string, attributes: string): void {
  if (open.length > DEEPEST) throw malformed(`it is nested deeper than ${DEEPEST} elements`);
  const element: Open = { name, object: Object.create(null) as XmlObject, text: '', plain: true };
  for (const [, key, double, single] of attributes.matchAll(ATTRIBUTE)) {
    element.object[`@${key}`] = entities(double ?? (single as string));
    element.plain = false;
  }
  open.push(element);
}

function close(open: Open[], name: string): void {
  const element = open[open.length - 1] as Open;
  if (open.length === 1 || element.name !== name)
    throw malformed(`</${name}> closes ${open.length === 1 ? 'nothing' : `<${element.name}>`}`);
  open.pop();
  const parent = open[open.length - 1] as Open;
  if (element.text.trim() !== '' && !element.plain) element.object['#text'] = element.text.trim();
  const value: XmlValue = element.plain ? element.text.trim() : { ...element.object };
  const before = parent.object[name];
  if (before === undefined) parent.object[name] = value;
  else parent.object[name] = [...(Array.isArray(before) ? before : [before]), value];
  parent.plain = false;
}

function behind(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  if (found < 0) throw malformed(`${end} is missing: the answer was cut`);
  return found + end.length;
}

function entities(text: string): string {
  return text.replace(/&([^;\s]{0,12};?)/g, (whole, inside: string) => {
    const name = inside.slice(0, -1);
    const code = /^#(?:x([\da-fA-F]{1,6})|(\d{1,7}));$/.exec(inside);
    if (code !== null)
      return character(Number.parseInt(code[1] ?? (code[2] as string), code[1] === undefined ? 10 : 16));
    const known = inside.endsWith(';') ? ENTITIES[name] : undefined;
    if (known === undefined) throw malformed(`${whole} is no entity of XML`);
    return known;
  });
}

function character(code: number): string {
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw malformed(`&#${code}; is no character`);
  return String.fromCodePoint(code);
}

function malformed(why: string): SourceError {
  return new SourceError('retry', 'INPUT_MALFORMED', `The XML is malformed: ${why}.`);
}
