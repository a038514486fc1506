"""What whoever runs the bot does for one person: who has left, or asks for it."""

from pathlib import Path

from bot import audit, erasing
from bot.clock import Clock
from bot.copying import sealed_page
from bot.features import FEATURES
from bot.operating.export import new_file
from bot.operating.opened import only, opened
from bot.people import copies
from bot.rounds.keeping import erasures
from bot.rounds.mine import copied
from bot.settings import Settings


def known_in(settings: Settings, person_id: str, team: str | None) -> str | None:
    """The workspace in which anything is kept of them; None for none; SettingsError for several."""
    with opened(settings) as store, store.read() as db:
        found = erasures.teams(db, person_id)
    if team:
        return team if team in found else None
    return only(found, person_id)


def forget(settings: Settings, team: str, person_id: str) -> bool:
    """Their words open no more from here on. False where the rest is left to the bot, which does it soon."""
    now = Clock()()
    with opened(settings) as store:
        with store.begin() as db:
            audit.ran(db, now, "forget", team=team, person=person_id)
            erasures.write_down(db, team, person_id, now)
        done = erasing.carry_out(store, FEATURES, now)
        store.sweep()  # nothing is left of the key in the files either
    return done


def copy(settings: Settings, team: str, person_id: str, to: Path) -> bool:
    """A file with everything under their name, which opens with the code that they have.

    False where they have none: they get one in Slack, behind *My words*.
    """
    with opened(settings) as store:
        with store.read() as db:
            held = copies.sealing_key(db, team, person_id)
            mine = copied(db, FEATURES, team, person_id)
        if held is None:
            return False
        with store.begin() as db:
            audit.ran(db, Clock()(), "export", team=team, person=person_id)
        path = new_file(to)
        path.write_bytes(sealed_page(mine, *held))
        with store.begin() as db:
            copies.drop_code(db, team, person_id)
    return True
