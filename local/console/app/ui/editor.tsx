/** A SQL editor: CodeMirror with GoogleSQL's words, the tables that are there, and errors at their place. */

import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { SQLDialect, type SQLNamespace, sql } from '@codemirror/lang-sql';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef } from 'preact/hooks';
import { meta } from '../meta.ts';
import type { Mistake } from '../pages/sql-mistake.ts';
import { KEYWORDS, TYPES } from './sql-words.ts';

/** Columns by `dataset.table`. */
export type Schema = Readonly<Record<string, readonly string[]>>;

/** Changes of the text from outside. The editor keeps its own text, so that a late render cannot undo a key press. */
export interface EditorHandle {
  readonly insert: (text: string) => void;
  readonly replace: (text: string) => void;
}

export interface EditorProps {
  /** The text at first. */
  readonly initial: string;
  readonly schema: Schema;
  readonly functions: readonly string[];
  readonly mistake: Mistake | undefined;
  readonly onChange: (value: string) => void;
  readonly onRun: (selection: string) => void;
  readonly onReady: (handle: EditorHandle) => void;
}

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--second)' },
  { tag: [tags.typeName, tags.standard(tags.name)], color: 'var(--third)' },
  { tag: tags.comment, color: 'var(--soft)', fontStyle: 'italic' },
]);

export function Editor({ initial, schema, functions, mistake, onChange, onRun, onReady }: EditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const language = useRef(new Compartment());
  const calls = useRef({ onChange, onRun });
  calls.current = { onChange, onRun };

  useEffect(() => {
    if (box.current === null) return;
    const run = (editor: EditorView): boolean => {
      const { from, to } = editor.state.selection.main;
      calls.current.onRun(editor.state.sliceDoc(from, to));
      return true;
    };
    const made = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: initial,
        extensions: [
          EditorView.cspNonce.of(meta.nonce),
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          bracketMatching(),
          closeBrackets(),
          autocompletion({ activateOnTyping: true, icons: false }),
          syntaxHighlighting(COLOURS),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': 'SQL', spellcheck: 'false' }),
          placeholder('SELECT …   Ctrl-Enter runs it'),
          // Tab moves on, as everywhere, unless a completion is open.
          keymap.of([
            { key: 'Mod-Enter', run },
            { key: 'Tab', run: acceptCompletion },
            ...completionKeymap,
            ...historyKeymap,
            ...defaultKeymap.filter(({ key }) => key !== 'Mod-Enter'),
          ]),
          language.current.of(languageOf({}, [])),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) calls.current.onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    onReady({
      insert: (text) => {
        made.dispatch(made.state.replaceSelection(text));
        made.focus();
      },
      replace: (text) => {
        made.dispatch({ changes: { from: 0, to: made.state.doc.length, insert: text } });
        made.focus();
      },
    });
    made.focus();
    return () => made.destroy();
    // The editor is made once and told of changes below.
  }, []);

  useEffect(() => {
    view.current?.dispatch({ effects: language.current.reconfigure(languageOf(schema, functions)) });
  }, [schema, functions]);
  useEffect(() => {
    const { current } = view;
    if (current !== undefined) current.dispatch(setDiagnostics(current.state, diagnosticsOf(current.state, mistake)));
  }, [mistake]);
  return <div class="editor" ref={box} />;
}

function diagnosticsOf({ doc }: EditorState, mistake: Mistake | undefined): readonly Diagnostic[] {
  if (mistake === undefined || mistake.line > doc.lines) return [];
  const line = doc.line(mistake.line);
  const from = Math.min(line.to, line.from + Math.max(0, mistake.column - 1));
  const word = /^[\w`.]+|^./.exec(line.text.slice(from - line.from))?.[0].length ?? 0;
  return [{ from, to: Math.min(line.to, from + word), severity: 'error', message: mistake.message }];
}

function languageOf(schema: Schema, functions: readonly string[]) {
  const dialect = SQLDialect.define({
    keywords: KEYWORDS,
    types: TYPES,
    builtin: functions.join(' ').toLowerCase(),
    identifierQuotes: '`',
    doubleQuotedStrings: true,
    backslashEscapes: true,
    hashComments: true,
    unquotedBitLiterals: false,
  });
  const calls = new Set(functions);
  const support = sql({
    dialect,
    schema: namespaceOf(schema),
    upperCaseKeywords: true,
    keywordCompletion: (label, type) => ({ label, type, boost: -1, ...(calls.has(label) && { apply: `${label}(` }) }),
  });
  return [support, dialect.language.data.of({ autocomplete: columnsOf(schema) })];
}

/** `{ dataset: { table: columns } }` */
function namespaceOf(schema: Schema): SQLNamespace {
  const datasets: Record<string, Record<string, readonly string[]>> = {};
  for (const [name, columns] of Object.entries(schema)) {
    const [dataset = '', table = ''] = name.split('.');
    datasets[dataset] = { ...datasets[dataset], [table]: columns };
  }
  return datasets as SQLNamespace;
}

/** Columns of the tables that the statement names, wherever a word may stand. */
function columnsOf(schema: Schema): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const word = context.matchBefore(/[\w]+/);
    if (word === null || context.state.sliceDoc(word.from - 1, word.from) === '.') return null;
    const text = context.state.doc.toString();
    const options = Object.entries(schema).flatMap(([name, columns]): Completion[] =>
      text.includes(name) ? columns.map((label) => ({ label, type: 'property', detail: name, boost: 2 })) : [],
    );
    return options.length === 0 ? null : { from: word.from, options, validFor: /^\w*$/ };
  };
}
