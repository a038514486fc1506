"""Which of ENCRYPTION_KEYS holds what, and all of it made anew with the first of them, while people answer.

Nothing remembers how far it came: what the first key holds already is seen at each row, so that who begins
once more goes on.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, RowMapping, Table, bindparam, select, tuple_, update
from sqlalchemy.exc import OperationalError

from bot.operating.opened import NOT_NOTED, noted, opened
from bot.rounds.keeping import codes, covering
from bot.rounds.keeping.tables import rounds, seats
from bot.settings import Settings, SettingsError
from bot.store import Db, Store, again, passing
from bot.vault import PROOF, Vault
from bot.vault import keys as table

Say = Callable[[str], None]  # a line, to whoever runs it

_MOST = 100  # rows that are changed in one transaction: nobody waits for it longer than a moment
_TRIES = 4  # what somebody held has another turn; in the last one nothing may be left


@dataclass(frozen=True)
class Held:
    """Rows that one of ENCRYPTION_KEYS holds: by `column`. `by`: by which of them; `anew`: by the first."""

    table: Table
    column: Column[Any]
    by: Callable[[Vault, RowMapping], int | None]
    anew: Callable[[Vault, RowMapping], bytes]


def _code(vault: Vault, table_: str, row: RowMapping) -> str:
    """What the code of that row is made of."""
    whole = covering.uncovered(vault, table_, row)
    return codes.of_round(whole) if table_ == "rounds" else codes.of_seat(row["team"], row["round_id"], whole)


def _cover(vault: Vault, table_: str, row: RowMapping) -> int | None:
    return vault.covered_by(row["sealed"], covering.identity(table_, row)) if row["sealed"] else 0


def _covered(of: Table) -> Held:
    """What is sealed in its rows, where anything is."""

    def anew(vault: Vault, row: RowMapping) -> bytes:
        identity = covering.identity(of.name, row)
        return vault.cover(vault.uncover(row["sealed"], identity), identity)

    return Held(of, of.c.sealed, lambda vault, row: _cover(vault, of.name, row), anew)


def _coded(of: Table) -> Held:
    """Their codes: held by the same as what these are made of, at the earliest."""

    def by(vault: Vault, row: RowMapping) -> int | None:
        places = (vault.coded_by(row["code"], _code(vault, of.name, row)), _cover(vault, of.name, row))
        return None if None in places else max(place or 0 for place in places)

    return Held(of, of.c.code, by, lambda vault, row: vault.code(_code(vault, of.name, row)))


_KEYS = Held(
    table,
    table.c.wrapped,
    lambda vault, row: vault.wrapped_by(row["owner"], row["wrapped"]),
    lambda vault, row: vault.wrap_anew(row["wrapped"]),
)
_CODED = (_coded(rounds), _coded(seats))
_COVERED = (_covered(rounds), _covered(seats))
_HELD = (_KEYS, *_COVERED, *_CODED)


def show(settings: Settings, say: Say) -> bool:
    """Say how much each of ENCRYPTION_KEYS holds; False where something is held by none of them.

    Raises SettingsError where the database is not ours, or does not answer.
    """
    with opened(settings) as store:
        return _show(store, say)


def rotate(settings: Settings, say: Say) -> bool:
    """All that another of ENCRYPTION_KEYS holds is held by the first; False where something is left.

    Whoever writes meanwhile is held up for a moment at most. Raises SettingsError as `show`.
    """
    with opened(settings) as store:
        if not noted(store, "keys rotate", store.vault.named[0]):
            say(NOT_NOTED)
        say(f"The first of ENCRYPTION_KEYS is {store.vault.named[0]}.")
        for _ in range(_TRIES):
            due = sum([_rotate(store, held) for held in _HELD])
            if not due:
                break
            say(f"{due:,} were held by another: made anew.")
        else:
            say("Something writes with another first key: let it start with this one, and run this again.")
            return _show(store, say) and False
        _rotate(store, _KEYS, proof=True)  # the last: it says whether all are here
        if not store.scrub():
            say("What is gone is still being read by somebody, and stays in the files: run this again later.")
        return _show(store, say)


def refused(store: Store) -> SettingsError:
    """Why nothing starts with these keys, and what to do: in one line."""
    wrapped, coded = counted(store)
    kept, lost = wrapped.total(), wrapped[None]
    why = f"ENCRYPTION_KEYS do not open the keys that this database holds: {lost:,} of {kept:,}"
    rows = f" (and {coded[None]:,} rows are not coded by them)" if coded[None] else ""
    if lost == kept:
        return SettingsError(f"{why}{rows}; name the key that it was run with before")
    behind = "put the key that was taken out behind the others again, and run `alongside keys rotate`"
    return SettingsError(f"{why}{rows}; {behind} before it goes")


def _show(store: Store, say: Say) -> bool:
    wrapped, coded = counted(store)
    for place, name in enumerate(store.vault.named):
        idle = "holds nothing: it can go" if not wrapped[place] + coded[place] else ""
        said = "the first" if place == 0 else idle
        say(_line(name, wrapped[place], coded[place]) + (f" ({said})" if said else ""))
    if lost := wrapped[None] + coded[None]:
        say(_line("none of them", wrapped[None], coded[None]))
    return not lost


def _line(name: str, wrapped: int, coded: int) -> str:
    return f"{name}: {wrapped:,} key{'' if wrapped == 1 else 's'}, the codes of {coded:,} rounds and seats"


def counted(store: Store) -> tuple[Counter[int | None], Counter[int | None]]:
    """How many keys each of ENCRYPTION_KEYS wraps, by its place, and how many codes are its."""
    counts = []
    for each in ((_KEYS,), _CODED):
        of = (held.by(store.vault, row) for held in each for rows in _walk(store, held) for row in rows)
        counts.append(Counter(of))
    return counts[0], counts[1]


def _rotate(store: Store, held: Held, *, proof: bool = False) -> int:
    """How many there were to make anew."""
    found = 0
    for rows in _walk(store, held):
        due = [row for row in rows if held.by(store.vault, row) and (row.get("owner") == PROOF) == proof]
        if due:  # made before anything is locked
            _write(store, held, [_values(held, row) | {"anew": held.anew(store.vault, row)} for row in due])
        found += len(due)
    return found


def _values(held: Held, row: RowMapping) -> dict[str, Any]:
    return {f"of_{c.name}": row[c.name] for c in held.table.primary_key} | {"was": row[held.column.name]}


def _write(store: Store, held: Held, made: list[dict[str, Any]]) -> None:
    """Only what is as it was: what somebody destroyed does not come back, what they changed is newer."""
    which = [c == bindparam(f"of_{c.name}") for c in held.table.primary_key]
    statement = update(held.table).where(*which, held.column == bindparam("was"))
    statement = statement.values({held.column: bindparam("anew")})

    def write() -> None:
        with store.begin(waits=False) as db:
            _on(db, held).execute(statement, made)

    try:
        again(write)
    except OperationalError as error:
        if not passing(error):  # else somebody holds one of them for long: they have another turn
            raise


def _walk(store: Store, held: Held) -> Iterator[list[RowMapping]]:
    """All rows, in their order, some at a time; each time as they are by then."""
    key = list(held.table.primary_key)
    every = select(held.table).order_by(*key).limit(_MOST)
    rows = _read(store, held, every)
    while rows:
        yield rows
        last = tuple_(*(rows[-1][c.name] for c in key))
        rows = _read(store, held, every.where(tuple_(*key) > last))


def _read(store: Store, held: Held, statement: Any) -> list[RowMapping]:
    with store.read() as db:
        return list(_on(db, held).execute(statement).mappings())


def _on(db: Db, held: Held) -> Connection:
    return db.keys if held is _KEYS else db.connection
