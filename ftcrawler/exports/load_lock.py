"""One load of a schema at a time: the next one says whom it waits for, and waits.

Who else holds rows or tables is waited for as long as PATIENCE: nobody would know why it hangs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from ftcrawler.quoting import one_line
from ftcrawler.runs.paris_time import PARIS

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg import Cursor

PATIENCE: Final = "10min"
# Beside the schema's own number: that the lock is one of ours ("ftcr").
_OURS: Final = 0x66746372
_HOLDER: Final = """
SELECT a.pid, a.usename, a.client_addr, a.xact_start
FROM pg_locks AS l
JOIN pg_stat_activity AS a ON a.pid = l.pid
WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND l.classid = %s::int8::oid AND l.objid = (hashtext(%s)::int8 & 4294967295)::oid
"""


def hold_lock(cursor: Cursor[Any], schema: str, tell: Callable[[str], object]) -> None:
    """Hold the lock of a schema until the transaction ends; *tell* says whom that waits for.

    No other lock of the transaction is waited for longer than PATIENCE.
    """
    _hold(cursor, schema, tell)
    cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")


def _hold(cursor: Cursor[Any], schema: str, tell: Callable[[str], object]) -> None:
    names = (_OURS, schema)
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s::int4, hashtext(%s))", names)
    (held,) = cursor.fetchone() or (False,)
    if held:
        return
    cursor.execute(_HOLDER, names)
    if holder := cursor.fetchone():
        pid, user, address, since = holder
        place = f" depuis {address}" if address else ""
        when = f", commencé à {since.astimezone(PARIS):%H:%M:%S}" if since else ""
        tell(
            f"Un autre chargement du schéma « {one_line(schema)} » est en cours : processus {pid} "
            f"du serveur, utilisateur {one_line(str(user))}{place}{when}. J'attends qu'il finisse."
        )
    cursor.execute("SELECT pg_advisory_xact_lock(%s::int4, hashtext(%s))", names)
