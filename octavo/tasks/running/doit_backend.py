"""Keep doit's database up to date during a run, so that a killed build can be continued."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from doit.dependency import DatabaseException, SqliteDB


class DoitBackend(SqliteDB):
    """doit's SQLite file, written after each task and not only at the end.

    A damaged file is deleted, and everything is made again. If the disk is full, the entries that
    could not be written are lost and nothing else.
    """

    def __init__(self, name: str, codec: Any, **_: Any) -> None:
        try:
            super().__init__(name, codec)
            self._read_all()
        except (DatabaseException, sqlite3.Error, ValueError):
            for path in (Path(name), Path(f"{name}-journal")):
                path.unlink(missing_ok=True)
            super().__init__(name, codec)
        self._conn.execute("pragma synchronous = off")  # a power cut costs a rebuild at most

    def _read_all(self) -> None:
        """Read every row, so that damage is found here and not during a build; raise ValueError if
        a row is no object, or sqlite3.Error."""
        rows = self._conn.execute("select task_id, task_data from doit").fetchall()
        self._cache = {row["task_id"]: row["task_data"] for row in rows}
        if not all(isinstance(known, dict) for known in self._cache.values()):
            raise ValueError("a task's data are no object")

    def set(self, task_id: str, dependency: str, value: Any) -> None:
        if dependency == "result:":  # the same as the values, which are kept beside it
            return
        super().set(task_id, dependency, value)
        if dependency == "deps:":  # the last value that doit writes for a task that succeeded
            with suppress(sqlite3.Error):
                self._write()

    def _write(self) -> None:
        for task_id in self._dirty:
            self._conn.execute(
                "insert or replace into doit values (?, ?)",
                (task_id, self.codec.encode(self._cache[task_id])),
            )
        self._conn.commit()
        self._dirty = set()

    def remove(self, task_id: str) -> None:
        with suppress(sqlite3.Error):
            super().remove(task_id)

    def dump(self) -> None:
        with suppress(sqlite3.Error):
            self._write()
        with suppress(sqlite3.Error):
            self._conn.close()
