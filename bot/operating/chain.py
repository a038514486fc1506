"""The audit, for whoever wants to see it: its rows, and whether they are as they were written."""

from bot import audit
from bot.operating.keys import Say
from bot.operating.opened import opened
from bot.settings import Settings

_SHORT = 16  # digits of a code: enough to know it again


def verify(settings: Settings, say: Say, had: tuple[int, str] | None = None) -> bool:
    """Say which row is the first that does not fit; `had`: a row that was noted once, and is to be there."""
    with opened(settings) as store, store.read() as db:
        if (wrong := audit.misfit(db)) is not None:
            what = f"Row {wrong} does not fit" if wrong else "The last rows are missing"
            say(f"{what}: it was changed, taken out or put in by somebody.")
            say("Keep a copy of the database. `alongside mend audit` says so in a new row, and begins anew.")
            return False
        if had and not audit.had(db, *had):
            say(
                f"All rows fit, but {had[0]}:{had[1]} is not among them: this is not the list that it was in."
            )
            return False
        if last := audit.last(db):
            known = f"{last['number']}:{last['code'][:_SHORT]}"
            say(f"All rows fit. The last is {known}: note it elsewhere, and some day ask for it")
            say(f"(`alongside audit verify --had {known}`): whoever has the keys could write it all anew.")
        else:
            say("There is no row yet.")
        return True


def show(settings: Settings, say: Say) -> None:
    """A line for each row: its number, when (UTC), what was done, or refused and why, where, whose mark."""
    with opened(settings) as store, store.read() as db:
        for row in audit.rows(db):
            said = [row["kind"], row["verb"], row["team"], row["about"], row["mark"][:_SHORT]]
            say(f"{row['number']} {row['at']:%Y-%m-%d %H:%M:%S} {' '.join(part or '-' for part in said)}")
