/**
 * Every requirement and pitfall that was found in real connectors (their issue in brackets), and the tests that hold it or
 * the sentence of the documents that refuses it. The test below fails where a named test or sentence is gone.
 */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** A file of this folder without `.test.ts`, or a document, and a part of a title or sentence in it. */
type Proof = readonly [file: string, part: string];
type Requirement = readonly [what: string, ...proofs: readonly Proof[]];

const PAGING: readonly Requirement[] = [
  [
    'a full last page does not repeat for ever (airbyte#28226)',
    ['paging', 'fails where a full last page makes the source repeat it'],
  ],
  [
    'a next link that is never null ends in a failure (airbyte#81516)',
    ['paging', 'fails where a next link never ends and its start is inclusive'],
  ],
  [
    'tokens A, B, A, B are a loop, and requests have a time (airbyte-python-cdk#1148)',
    ['paging', 'fails on tokens A, B, A, B'],
    ['answers', 'of time'],
    ['hostile', 'by a body that drips'],
  ],
  [
    'a short page is the end only where that is declared, and rows are counted before filters (airbyte#34883, airbyte-python-cdk#1073)',
    ['paging', 'goes on over a short page that does not end it'],
    ['paging', 'counts the rows of a page before they are filtered'],
  ],
  [
    'an empty page is the end only where that is declared; null is an empty list (SDK rest.py, dlt#2932)',
    ['paging', 'takes an empty page for the end only where that is declared'],
    ['rows', 'are none where there is null'],
  ],
  [
    'a total may be missing, or stand on the first page alone (dlt#1530, #1637, #1414)',
    ['paging', 'takes a total that only the first page tells'],
  ],
  [
    'a flag for more does not override the cap (dlt#2816, #4225)',
    ['paging', 'fails at maxPages and does not end there as if it were done'],
    ['examples', 'lands each row of its window once'],
  ],
  [
    'a cursor may stand in a nested place of the body (dlt#3255, n8n#12498, fides#8270)',
    ['paging', 'puts the token into'],
  ],
  [
    'the first offset is declared and loses no row (tap-rest-api-msdk#42)',
    ['paging', 'by offset grows by the rows received'],
  ],
  ['paging is never guessed or left out in silence (dlt#2586, #2505)', ['source-file', 'has no paging']],
  [
    'a cursor that passed begins the listing anew (PostHog#64704, airbyte#82259, #63706)',
    ['answers', 'begin the listing anew where a token has passed'],
    ['protocol', 'lists a source anew at once when a token of the listing has passed'],
  ],
  [
    'a capped listing is split in time (airbyte#16163, #26055)',
    ['flows', 'is asked for in halves until each is small enough'],
    ['flows', 'is thrown away whole where its pages are out already'],
  ],
  [
    'a cap fails the window (faucet stream.rs)',
    ['paging', 'fails at maxPages and does not end there as if it were done'],
  ],
  [
    'a body parameter that does not move is noticed by the pages (n8n#12272, #22876)',
    ['paging', 'fails where a full last page makes the source repeat it'],
  ],
];

const WINDOWS: readonly Requirement[] = [
  [
    'no row is lost in the last second of a window (airbyte#82686, #20322)',
    ['time', 'are never made by subtracting a granularity'],
    ['rows', 'are cut half-open by their own time, to the microsecond'],
  ],
  [
    'rows of the border’s second are there once (estuary#2037, airbyte#15158)',
    ['rows', 'are cut half-open by their own time'],
    ['time', 'cover the span where the source takes them'],
  ],
  ['keys of the border are bounded (dlt#4030, #4131)', ['rows', 'have no more keys than memory is given']],
  [
    'both bounds come from one window (dlt#3223)',
    ['flows', 'asks for a range by both bounds and cuts by the time of the rows'],
  ],
  [
    'a commit below the mark is found (dlt#2269, airbyte#21500, #14732)',
    ['flows', 'asks since the start, less the overlap, and drops what has landed'],
    ['protocol', 'gives the keys of the windows before to a source that reads them again'],
  ],
  ['rows that are visible late are waited for (estuary#3911, #2706)', ['window', 'wait until they have settled']],
  [
    'a window older than the source keeps is refused (airbyte#65911)',
    ['protocol', 'refuses a window that the source does not show any more'],
    ['backfill', 'is older than what the source keeps'],
  ],
  [
    'an unstable order makes places in a listing worthless, and none is kept (airbyte#82259)',
    ['protocol', 'sends no row before the listing is complete, and lists anew after a failure without mixing the two'],
  ],
  [
    'no record is dropped without an error (airbyte#76465, #27502)',
    ['protocol', 'are in the error output once, with their page and place'],
  ],
];

const ANSWERS: readonly Requirement[] = [
  [
    'a body that is no JSON is an error (airbyte-python-cdk#1108)',
    ['decode', 'that is cut or no JSON is an error, and never an empty answer'],
  ],
  ['a missing row path is an error', ['rows', 'fail over'], ['answers', 'fail the window, and never end it well']],
  [
    'an error in a 200 body is an error (dlt#1786, airbyte#15055)',
    ['answers', 'retry an error in a 200 body'],
    ['examples', 'lands each row of its window once'],
  ],
  [
    'zero rows are no surprise: an answer without the path is an error unless optional (airbyte#32914)',
    ['docs/puller-source.md', 'A missing path is\nan error unless `optional`'],
  ],
  [
    'a tolerated 404 on page 5 does not drop the rest (dlt)',
    ['answers', 'take an answer for no rows on the first page, and fail on a later one'],
  ],
  ['two rules of errors hold together (dlt#1949)', ['hostile', 'takes two rules of errors for two statuses']],
  [
    '204 is zero rows where that is declared (dlt#1849)',
    ['answers', 'without a body are zero rows where that is declared'],
  ],
  [
    'gzip is known by its magic bytes (airbyte-python-cdk#1124, #914, airbyte#56988)',
    ['decode', 'are unpacked by their magic bytes, whatever the header says'],
  ],
  [
    'memory is bounded (airbyte#79669, #42448)',
    ['answers', 'of bytes'],
    ['answers', 'of rows'],
    ['docs/puller.md', 'A page is in memory whole'],
  ],
];

const RATES: readonly Requirement[] = [
  ['Retry-After is read as whole, decimal and date', ['answers', 'read Retry-After as whole, decimal or HTTP date']],
  [
    'the budget holds before the limit does (airbyte#12986, #69115, n8n#8062)',
    ['answers', 'cost no more than the budget of the source'],
    ['answers', 'that tell that no request is left hold the next one until there is'],
  ],
  [
    'a single-use refresh token has one refresher (airbyte#3990, #80783, #82783)',
    ['auth', 'are refreshed by one of the runs that overlap, and never with a token that was used'],
  ],
  [
    'no error prints a key of the query (dlt#2856)',
    ['wire', 'are struck out of URLs by name and by value, and of messages'],
    ['wire', 'are in no error of a listing'],
  ],
  [
    'no problem of the configuration prints a token (dlt#1474)',
    ['source-file', 'never shows a secret that stands in it'],
  ],
  [
    'no log prints a header with credentials (airbyte#19274)',
    ['wire', 'holds no credentials, and answers without the API'],
  ],
  [
    'another host gets no credentials by a link or redirect (erpl-web#183, autorest#1551)',
    ['wire', 'to a host that is listed and not trusted is asked without header, body and credentials'],
    ['wire', 'to a host that is not listed fails the window'],
  ],
  [
    'a redirect takes no key to another origin (undici#4917)',
    ['wire', 'get no header of the source at another origin, the key neither'],
  ],
  [
    'addresses are always checked (n8n#28035, #28218)',
    ['wire', 'check the address that a name resolves to when they are made'],
  ],
  ['a bomb does not unpack (undici#4729)', ['decode', 'are bounded by size and by ratio: a bomb does not unpack']],
  [
    'a parent is read once a listing (airbyte#34337, #28278, airbyte-python-cdk#1067)',
    ['flows', 'two levels deep, and each parent once'],
  ],
];

const PITFALLS: readonly Requirement[] = [
  [
    'bounds of every kind cover the window',
    ['time', 'cover the span where the source takes them'],
    ['time', 'are whole days of the zone of their format'],
    ['source-file', 'takes a bound whole in an unknown format and has no row time'],
  ],
  [
    'the next start is this end',
    ['time', 'are never made by subtracting a granularity'],
    ['protocol', 'lands the rows of every window that is due, in order'],
    ['protocol', 'begins behind a window of another length'],
  ],
  [
    'zones have names, and the hour that comes twice is covered once',
    ['time', 'have names and no offsets'],
    ['time', 'give a local time that comes twice to its first instant'],
    ['source-file', 'has local times that come twice and does not wait for it'],
  ],
  [
    'late rows are kept once',
    ['rows', 'are taken late where their key has not landed, and left out where it has'],
    ['protocol', 'reads again only as far back as every window has landed'],
  ],
  [
    'rows that move between pages are noticed',
    ['paging', 'begins the listing anew where the total moves between its pages'],
    ['paging', 'begins the listing anew where the first page has changed when it is looked at again'],
  ],
  [
    'counted pages have an order, or a reason for none',
    ['source-file', 'orders by a parameter that the request has not'],
    ['docs/puller-source.md', '`offset` or `page` without `order`, or a reason for none'],
  ],
  ['repeated keys are told', ['rows', 'are taken once a listing, and a changed row is another version of it']],
  [
    'a listing is whole or nothing',
    ['protocol', 'sends no row before the listing is complete'],
    ['spool', 'refuses a listing with a page left out, and one whose id was used before'],
  ],
  [
    'a repeat that was not announced fails the window',
    ['paging', 'fails where a full last page makes the source repeat it'],
    ['paging', 'ends there without the repeated rows where the end rule says'],
  ],
  [
    'only the declared end ends',
    ['paging', 'fails where the next value is missing and the end rule does not say'],
    ['source-file', 'has no end'],
  ],
  [
    'a total is a hint, and a mismatch fails or is reported',
    ['paging', 'fails where the total differs from the rows that were sent, or reports it'],
  ],
  [
    'HTML, 202, 204, cut JSON, cut gzip and a short body are no rows',
    ['answers', 'are asked for again after'],
    ['answers', 'fail the window, and never end it well'],
    ['hostile', 'by a status that is none'],
  ],
  [
    'waits are those of the source, in every form, and clamped',
    ['answers', 'wait as the source says, by a named header in seconds, an epoch or a date'],
    ['answers', 'end the run cleanly where the wait is longer than it lasts'],
    ['hostile', 'by a wait of a thousand years'],
    ['protocol', 'waits for as long as the source asks, and asks it nothing meanwhile'],
  ],
  [
    'redirects are followed by hand',
    ['wire', 'are refused to a host that is not listed, from POST to GET'],
    ['wire', 'are refused from https to http'],
  ],
  [
    'no request reaches a private address',
    ['wire', 'may not be private, local, reserved, of the metadata server'],
    ['wire', 'check the address that a name resolves to when they are made, so that it cannot be bound anew'],
  ],
  [
    'bytes, ratio, rows, headers, pages and time are bounded',
    ['answers', 'of bytes'],
    ['answers', 'of rows'],
    ['hostile', 'by a body that never ends'],
    ['hostile', 'by headers that are larger'],
    ['hostile', 'by lists within lists'],
  ],
  [
    'charsets are held to',
    ['decode', 'is held to: a bad sequence is an error with its place'],
    ['decode', 'is UTF-8, or what the mark or the header says'],
  ],
  ['numbers keep every digit', ['decode', 'keep every digit of']],
  ['secrets are struck out of URLs', ['wire', 'are struck out of URLs by name and by value']],
  [
    'parents are a part of the plan, and a bad child follows its rule',
    ['flows', 'makes them a part of the plan: they come first, as a note'],
    ['flows', 'passes over a status of one of them without losing the others'],
  ],
];

/** Mistakes of others at the Storage Write API. */
const PEERS: readonly Requirement[] = [
  [
    'ALREADY_EXISTS and OUT_OF_RANGE are not alike (seatunnel#11561)',
    ['protocol', 'takes ALREADY_EXISTS past the end of a batch for its acknowledgement'],
    ['protocol', 'stops at ALREADY_EXISTS inside a batch'],
    ['protocol', 'waits and goes on after an OUT_OF_RANGE that comes of a stale end'],
  ],
  [
    'no new stream after an offset conflict (seatunnel#11561)',
    ['protocol', 'stops at ALREADY_EXISTS inside a batch, because rows of another plan stand there'],
  ],
  [
    'offsets are checked by the local cloud (bigquery-emulator#505)',
    ['protocol', 'sends the same bytes at the same offset again after'],
  ],
  [
    'a lost acknowledgement adds no row (adk-python#6465)',
    ['protocol', 'takes ALREADY_EXISTS past the end of a batch for its acknowledgement, when an answer was lost'],
  ],
];

const TABLE = {
  paging: PAGING,
  windows: WINDOWS,
  answers: ANSWERS,
  'rates and secrets': RATES,
  pitfalls: PITFALLS,
  peers: PEERS,
};
const ROOT = new URL('../../../../', import.meta.url);

function textOf(file: string): string {
  const path = file.endsWith('.md') ? file : `test/unit/functions/puller/${file}.test.ts`;
  return readFileSync(new URL(path, ROOT), 'utf8');
}

describe('a requirement of real sources is held by a named test or refused by a document', () => {
  for (const [group, requirements] of Object.entries(TABLE)) {
    for (const [what, ...proofs] of requirements) {
      it(`${group}: ${what}`, () => {
        assert.ok(proofs.length > 0);
        for (const [file, part] of proofs) assert.ok(textOf(file).includes(part), `${file} has: ${part}`);
      });
    }
  }
});
