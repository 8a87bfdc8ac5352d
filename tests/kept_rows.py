"""Rows that many tests begin with: made once in a process, from then on put back as they were."""

from collections.abc import Callable

from django.db import connection

Table = tuple[list[str], list[tuple]]  # the names of its columns, and its rows


class KeptRows:
    """What `make` writes into empty tables.

    Where a test has rows in those tables already, and where `make` changed rows that were there,
    nothing is kept: `make` runs again. Sequences stand behind what was once made with them, as no
    database takes those back.
    """

    def __init__(self, make: Callable[[], None]):
        self._make = make
        self._kept: dict[str, Table] = {}

    def put(self) -> None:
        """Make the rows, or put back those that were made before."""
        if self._kept and not any(_read(table)[1] for table in self._kept):
            for table, (columns, rows) in self._kept.items():
                _write(table, columns, rows)
            return
        before = _read_all()
        self._make()
        made = {name: table for name, table in _read_all().items() if table != before[name]}
        if not any(before[name][1] for name in made):
            self._kept = made


def _read_all() -> dict[str, Table]:
    return {table: _read(table) for table in connection.introspection.django_table_names()}


def _read(table: str) -> Table:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return [column[0] for column in cursor.description], cursor.fetchall()


def _write(table: str, columns: list[str], rows: list[tuple]) -> None:
    names = ", ".join(map(connection.ops.quote_name, columns))
    places = ", ".join(["%s"] * len(columns))
    into = f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({places})"
    with connection.cursor() as cursor:
        cursor.executemany(into, rows)
