/** The name of a load's ledger, below the prefix of all loads. */
export function loadLedgerName(id: string): string {
  return `${id}.json`;
}
