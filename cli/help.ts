/** The help of each level: the list of words, a group's commands, a command's flags. */

import type { Command, CommandGroup, Operand } from '@penstock/shared/runtime/command.ts';
import type { Setting } from '@penstock/shared/runtime/config.ts';
import { EXIT_TABLE } from './exit-codes.ts';
import { COMMON_FLAGS, flagsOf } from './parse.ts';
import type { Word } from './words.ts';

export function topHelp(words: readonly Word[]): string {
  return `penstock: takes data in and lands it in BigQuery, and runs a local Google Cloud to try it on

Usage
  penstock <command> [flags]

Commands
${listed(words)}

${commonFlags()}

The environment chooses what is talked to: Google, or the services that PUBSUB_EMULATOR_HOST, STORAGE_EMULATOR_HOST,
BIGQUERY_EMULATOR_HOST, BIGQUERY_STORAGE_EMULATOR_HOST, FIRESTORE_EMULATOR_HOST and SECRET_MANAGER_EMULATOR_HOST name.
"penstock env" prints them for the local cloud, and --local stands for its defaults.

${EXIT_TABLE}

penstock <command> --help tells more.`;
}

export function groupHelp(path: readonly string[], group: CommandGroup): string {
  return `penstock ${path.join(' ')}: ${group.about}

Commands
${listed(group.commands)}

penstock ${path.join(' ')} <command> --help tells more.`;
}

export function commandHelp(path: readonly string[], command: Command): string {
  const usage = ['penstock', ...path, ...(command.operands ?? []).map(operandUsage), '[flags]'].join(' ');
  const own = Object.values(flagsOf(command)).filter((setting) => !isCommon(setting));
  return [
    `${usage}\n\n${capital(command.about)}.`,
    ...(command.details === undefined ? [] : [command.details.trim()]),
    ...section(
      'Operands',
      (command.operands ?? []).map(({ name, about }) => [name, about]),
    ),
    ...section('Flags', own.map(flagRow)),
    commonFlags(),
    ...section(
      'Examples',
      (command.examples ?? []).map(({ command: line, about }) => [line, about]),
    ),
  ].join('\n\n');
}

function commonFlags(): string {
  return section('Flags of every command', Object.values(COMMON_FLAGS).map(flagRow)).join('');
}

function isCommon({ variable }: Setting<unknown>): boolean {
  return Object.hasOwn(COMMON_FLAGS, variable);
}

function flagRow({ variable, about, allowed, fallback, isSwitch }: Setting<unknown>): readonly [string, string] {
  const name = isSwitch ? `--${variable}` : `--${variable} <${placeholder(allowed)}>`;
  if (fallback === undefined) return [name, `${about} (required)`];
  return [name, isSwitch || fallback.shown === '' ? about : `${about} (default ${fallback.shown})`];
}

function placeholder(allowed: string): string {
  if (allowed.startsWith('one of')) return allowed.slice(7).replaceAll('`', '').replaceAll(', ', '|');
  if (allowed.startsWith('a whole number')) return 'n';
  if (allowed.startsWith('a duration')) return '10s';
  if (allowed.startsWith('a size')) return '64KiB';
  return allowed.startsWith('a comma-separated list') ? 'a,b' : 'text';
}

function operandUsage({ name, optional, many }: Operand): string {
  const shown = many ? `<${name}>...` : `<${name}>`;
  return optional ? `[${shown}]` : shown;
}

function listed(words: readonly { readonly name: string; readonly about: string }[]): string {
  return rows(words.map(({ name, about }) => [name, about]));
}

function section(title: string, entries: readonly (readonly [string, string])[]): readonly string[] {
  return entries.length === 0 ? [] : [`${title}\n${rows(entries)}`];
}

/** A left side that is too wide for the column has its line to itself. */
function rows(entries: readonly (readonly [string, string])[]): string {
  const widest = Math.min(52, Math.max(...entries.map(([left]) => left.length)));
  return entries
    .map(([left, right]) =>
      left.length > widest ? `  ${left}\n  ${' '.repeat(widest)}  ${right}` : `  ${left.padEnd(widest)}  ${right}`,
    )
    .join('\n');
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
