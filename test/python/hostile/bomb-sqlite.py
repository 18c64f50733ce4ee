# tries to: let SQLite count for ever
# expect: error Python (code|ended)|ran longer|did not stop|interrupted
import sqlite3
sqlite3.connect(':memory:').execute('with recursive c(x) as (select 1 union all select x + 1 from c) select sum(x) from c').fetchall()
