"""What a database is asked meanwhile: each statement, with its values, and by which thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import get_ident
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, event


class Statement(NamedTuple):
    text: str
    values: Any
    thread: int


@contextmanager
def statements(engine: Engine) -> Iterator[list[Statement]]:
    said: list[Statement] = []

    def hear(_connection: Connection, _cursor: Any, text: str, values: Any, *_: Any) -> None:
        said.append(Statement(text, values, get_ident()))

    event.listen(engine, "before_cursor_execute", hear)
    yield said
    event.remove(engine, "before_cursor_execute", hear)
