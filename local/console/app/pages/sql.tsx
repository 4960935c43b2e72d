/** SQL: write it with help, run it, read, chart and download what it gives. */

import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { cancel, type ResultPage, results, query as runQuery } from '../data/bigquery.ts';
import { loadSchema } from '../data/schema.ts';
import { bytes, count, duration } from '../format.ts';
import { get, messageOf } from '../http.ts';
import { useLoad } from '../load.ts';
import { remember, remembered } from '../memory.ts';
import { query } from '../router.ts';
import { Editor, type EditorHandle } from '../ui/editor.tsx';
import { Button, Card, Page, Problem } from '../ui/parts.tsx';
import { addToHistory, HistoryBox } from './sql-history.tsx';
import { type Mistake, mistakeOf } from './sql-mistake.ts';
import { Result, type RunResult } from './sql-result.tsx';
import { SchemaTree } from './sql-schema.tsx';

const EXAMPLE = 'SELECT issue_id, source, created_at, payload\nFROM issues_ds.issues_stream\nORDER BY created_at DESC';

/** Tables that others make are found so often. */
const SCHEMA_MS = 60_000;

type State =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly jobId: string | undefined }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly result: RunResult };

export function Sql() {
  const [text, setText] = useState(() => query('q') || remembered('sql.draft') || EXAMPLE);
  const [state, setState] = useState<State>({ kind: 'idle' });
  const [seen, setSeen] = useState(false);
  const editor = useRef<EditorHandle | undefined>(undefined);
  const turn = useRef(0);
  const [changes, setChanges] = useState(0);
  // Not by events: each insert is one, and a look at every table for each would be a load of its own.
  const schema = useLoad(loadSchema, [changes], [], SCHEMA_MS);
  const words = useLoad(() => get<{ functions: readonly string[] }>('/api/words'), []);
  const check = useCheck(text);

  const change = useCallback((next: string) => {
    // At once: a reload may come before the next frame.
    remember('sql.draft', next);
    setText(next);
  }, []);
  const run = useCallback(
    async (selection: string) => {
      const sql = selection.trim() === '' ? text : selection;
      if (sql.trim() === '') return;
      turn.current += 1;
      const mine = turn.current;
      const began = performance.now();
      const still = (): boolean => mine === turn.current;
      setState({ kind: 'running', jobId: undefined });
      try {
        let answer: ResultPage = await runQuery(sql);
        const jobId = answer.jobReference?.jobId ?? '';
        while (answer.jobComplete === false && still()) {
          setState({ kind: 'running', jobId });
          answer = { ...answer, ...(await results(jobId, 0, 200)) };
        }
        if (!still()) return;
        const ms = performance.now() - began;
        addToHistory({ sql, atMs: Date.now(), ms, rows: Number(answer.totalRows ?? 0), failed: false });
        setState({ kind: 'done', result: { sql, answer, jobId, ms } });
        if (answer.statementType !== undefined && answer.statementType !== 'SELECT') setChanges((count) => count + 1);
      } catch (error) {
        if (!still()) return;
        addToHistory({ sql, atMs: Date.now(), ms: performance.now() - began, rows: 0, failed: true });
        setState({ kind: 'failed', message: messageOf(error) });
      }
    },
    [text],
  );
  const stop = async (jobId: string | undefined): Promise<void> => {
    turn.current += 1;
    setState({ kind: 'idle' });
    if (jobId !== undefined) await cancel(jobId).catch(() => undefined);
  };
  const mistake = state.kind === 'failed' ? (mistakeOf(state.message, text) ?? check.mistake) : check.mistake;
  return (
    <Page
      title="SQL"
      actions={
        <Button icon="history" onClick={() => setSeen(true)}>
          History
        </Button>
      }
    >
      <div class="sql">
        <SchemaTree schema={schema.data} onPick={(name) => editor.current?.insert(name)} />
        <div class="sql-main">
          <Card class="sql-card">
            <Editor
              initial={text}
              schema={schema.data?.columns ?? NO_COLUMNS}
              functions={words.data?.functions ?? NO_WORDS}
              mistake={mistake}
              onChange={change}
              onRun={(selection) => void run(selection)}
              onReady={(handle) => {
                editor.current = handle;
              }}
            />
            <div class="sql-bar">
              {state.kind === 'running' ? (
                <Button kind="danger" onClick={() => void stop(state.jobId)}>
                  Stop
                </Button>
              ) : (
                <Button kind="primary" icon="play" onClick={() => void run('')}>
                  Run
                </Button>
              )}
              <p class={check.mistake === undefined ? 'quiet' : 'bad'} role="status">
                {state.kind === 'running' ? 'Running…' : check.text}
              </p>
            </div>
          </Card>
          {state.kind === 'failed' && <Problem message={state.message} />}
          {state.kind === 'done' && (
            <Result key={state.result.jobId} result={state.result} lead={leadOf(state.result)} />
          )}
        </div>
      </div>
      {seen && (
        <HistoryBox
          onClose={() => setSeen(false)}
          onPick={(sql) => {
            setSeen(false);
            editor.current?.replace(sql);
          }}
        />
      )}
    </Page>
  );
}

const NO_COLUMNS = {};
const NO_WORDS: readonly string[] = [];

function leadOf({ answer, ms }: RunResult): string {
  const { schema, totalRows, numDmlAffectedRows, totalBytesProcessed, statementType } = answer;
  const took = duration(ms);
  if ((schema?.fields ?? []).length > 0)
    return `${count(Number(totalRows ?? 0), 'row')} in ${took}, ${bytes(Number(totalBytesProcessed ?? 0))} read`;
  if (numDmlAffectedRows !== undefined) return `${count(Number(numDmlAffectedRows), 'row')} affected in ${took}`;
  return `${(statementType ?? 'The statement').replaceAll('_', ' ')} done in ${took}`;
}

interface Check {
  readonly text: string;
  readonly mistake: Mistake | undefined;
}

const CALM_MS = 450;
const UNCHECKED: Check = { text: 'Ctrl-Enter runs the statement, or what is selected', mistake: undefined };

/** A dry run once the typing rests: it finds mistakes, and says how much would be read. */
function useCheck(text: string): Check {
  const [check, setCheck] = useState<Check>(UNCHECKED);
  useEffect(() => {
    if (text.trim() === '') {
      setCheck(UNCHECKED);
      return;
    }
    let over = false;
    const timer = setTimeout(async () => {
      try {
        const { totalBytesProcessed = '0' } = await runQuery(text, { dryRun: true });
        if (!over) setCheck({ text: `Valid: would read ${bytes(Number(totalBytesProcessed))}`, mistake: undefined });
      } catch (error) {
        const message = messageOf(error);
        if (!over) setCheck({ text: message, mistake: mistakeOf(message, text) ?? { line: 1, column: 1, message } });
      }
    }, CALM_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [text]);
  return check;
}
