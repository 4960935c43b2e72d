/** GoogleSQL's keywords and types, for colours and completion. */

export const KEYWORDS: string =
  `all and any array as asc assert_rows_modified at begin between by case cast collate commit contains create
cross cube current declare default define delete desc distinct drop else end enum escape except exclude exists external extract
false fetch following for from full function group grouping groups having hash if ignore in inner insert intersect interval into
is join lateral left like limit lookup loop materialized matched merge natural new no not null nulls of offset on options or order
outer over partition partitioned pivot preceding primary key procedure proto qualify range recursive replace respect right rollback
rollup rows schema select set some struct table tablesample temp temporary then to transaction treat true truncate unbounded union
unnest unpivot update using values view when where while window with within cluster clustered alter add column rename execute
immediate return system_time`.replaceAll('\n', ' ');

export const TYPES: string =
  `int64 float64 numeric bignumeric bool string bytes date datetime time timestamp interval json geography
struct array`.replaceAll('\n', ' ');
