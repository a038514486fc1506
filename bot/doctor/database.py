"""The database and the keys: whether they answer, fit, can be written and opened; and what waits in them."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Engine, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from bot import audit, schema
from bot.doctor.place import Finding, Place
from bot.figures import Figures, figures
from bot.logs import failure
from bot.rounds.keeping.tables import PARKED, cards, rounds
from bot.schema import Schema
from bot.settings import PORT
from bot.store import spent
from bot.vault import keys as keys_table

_SAMPLE = 100  # keys, that are opened to see whether they can be
_LATE = timedelta(minutes=5).total_seconds()
_FAILED = 3  # times, one after another: until then somebody may only have been in the way
_SECONDS = 5

_KEYS = select(keys_table.c.owner).order_by(keys_table.c.wrapped).limit(_SAMPLE)
_FAILING = select(func.count()).select_from(rounds).where(rounds.c.failures >= _FAILED)
_WHY = select(cards.c.error, func.count().label("many")).where(PARKED).group_by(cards.c.error)
_LEFT = select(func.count()).select_from(spent)


def answers(place: Place) -> Iterator[Finding]:
    for name, engine in _engines(place).items():
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except (DBAPIError, OSError) as error:
            why = failure(getattr(error, "orig", None) or error).partition(" ")[0]
            yield Finding("database", f"the database that {name} names does not answer ({why})", _set(name))


def _engines(place: Place) -> dict[str, Engine]:
    """Each database once."""
    store = place.store
    same = store.keys_engine is store.engine
    return {"DATABASE_URL": store.engine} | ({} if same else {"KEYS_URL": store.keys_engine})


def _set(name: str) -> str:
    return f"alongside set {name}"


def stands(place: Place) -> Iterator[Finding]:
    """Whether the schema is the one that this version knows."""
    for name, engine in _engines(place).items():
        found = schema.stands(engine)
        at = ", ".join(sorted(schema.revisions(engine))) or "empty"
        if found is Schema.BEHIND:
            yield Finding("schema", f"{name} is older than this version ({at})", "alongside migrate")
        elif found is Schema.AHEAD:
            what = f"{name} holds a newer schema ({at}) than this version knows"
            how = "start the newer one again, or bring a backup back into an empty database"
            yield Finding("schema", f"{what}: {how}", f"{_set(name)} && alongside restore --from DIR")


def writes(place: Place) -> Iterator[Finding]:
    """Whether a row can be written."""
    for name, engine in _engines(place).items():
        try:
            with engine.connect() as connection:
                connection.info["mode"] = "IMMEDIATE"
                connection.execute(text("UPDATE alembic_version SET version_num = version_num"))
                connection.rollback()
        except DBAPIError as error:
            why = type(error.orig).__name__
            yield Finding("writes", f"{name} cannot be written ({why})", _writable(engine))


def _writable(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        return f"chmod u+w {engine.url.database}"
    ours = "PGOPTIONS='-c default_transaction_read_only=off'"
    statement = f"ALTER DATABASE {engine.url.database} RESET default_transaction_read_only"
    return f'{ours} psql "$DATABASE_URL" -c "{statement}"'


def keys(place: Place) -> Iterator[Finding]:
    """Whether a sample of people's keys opens."""
    vault, lost = place.store.vault, 0
    with place.store.read() as db:
        owners = db.keys.execute(_KEYS).scalars().all()
        found = db.keys.execute(select(keys_table).where(keys_table.c.owner.in_(owners))).all()
        lost = sum(vault.wrapped_by(row.owner, row.wrapped) is None for row in found)
    if lost:
        what = f"ENCRYPTION_KEYS do not open {lost} of {len(found)} keys that were tried"
        yield Finding(
            "keys", f"{what}: put the key that is missing behind the others", _set("ENCRYPTION_KEYS")
        )


def _figures(place: Place) -> Figures:
    with place.store.read() as db:
        return figures(db, place.clock())


def ticks(place: Place) -> Iterator[Finding]:
    """What time has for rounds waits."""
    if (waits := _figures(place).oldest_tick) > _LATE:
        yield Finding("ticks", f"time has had something to do for {_said(waits)}, and nobody does it", _SERVE)


def shown(place: Place) -> Iterator[Finding]:
    """What should stand in Slack waits."""
    if (waits := _figures(place).oldest_card) > _LATE:
        yield Finding("cards", f"something should have stood in Slack for {_said(waits)}", _SERVE)


_SERVE = "alongside serve"


def _said(seconds: float) -> str:
    return str(timedelta(seconds=round(seconds)))


def failing(place: Place) -> Iterator[Finding]:
    """Rounds whose ticks break."""
    with place.store.read() as db:
        found = db.execute(_FAILING).scalar_one()
    if found:
        what = (
            f'the ticks of {found} rounds broke, again and again; the log says where ("a tick of … failed")'
        )
        yield Finding("failing", what, "alongside mend failing")


def parked(place: Place) -> Iterator[Finding]:
    """Cards that Slack refuses."""
    with place.store.read() as db:
        found = {row.error or "unknown": row.many for row in db.execute(_WHY)}
    if found:
        why = ", ".join(f"{code} {many}" for code, many in sorted(found.items()))
        yield Finding(
            "parked", f"Slack refused cards ({why}): once the cause is gone", "alongside mend parked"
        )


def chain(place: Place) -> Iterator[Finding]:
    """Whether the rows of the audit are as they were written."""
    with place.store.read() as db:
        wrong = audit.misfit(db)
    if wrong is not None:
        what = f"row {wrong} of the audit does not fit" if wrong else "the last rows of the audit are missing"
        how = "somebody changed it by other means; keep a copy of the database before it goes on"
        yield Finding("audit", f"{what}: {how}", "alongside mend audit")


def left(place: Place) -> Iterator[Finding]:
    """Keys that open nothing any more, and are not destroyed yet."""
    with place.store.read() as db:
        found = db.execute(_LEFT).scalar_one()
    if found:
        yield Finding("spent", f"{found} keys that should be gone are there still", "alongside mend spent")


def serves(place: Place) -> Iterator[Finding]:
    """Whether somebody answers where Slack's requests should come to."""
    settings = place.settings
    port = settings.port or (None if settings.slack_app_token else PORT)
    if port is None:
        return
    host = settings.host if settings.host not in ("0.0.0.0", "*", "::", "") else "127.0.0.1"  # noqa: S104
    try:
        with urllib.request.urlopen(f"http://{host}:{port}/readyz", timeout=_SECONDS):
            return
    except urllib.error.HTTPError as error:
        error.close()
        yield Finding("serves", f"{host}:{port} answers {error.code} at /readyz", _SERVE)
    except OSError:
        yield Finding("serves", f"nobody answers at {host}:{port}", _SERVE)


def unencrypted(place: Place) -> Iterator[Finding]:
    """PostgreSQL on another machine, without TLS."""
    for name, address in {
        "DATABASE_URL": place.settings.database_url,
        "KEYS_URL": place.settings.keys_url or "",
    }.items():
        mode = make_url(address).query.get("sslmode", "") if address else ""
        if mode in ("disable", "allow", "prefer"):
            what = f"{name} says sslmode={mode}: what goes to the database may be read on its way"
            yield Finding("tls", what, f"{_set(name)} (the same address with sslmode=require)")
