"""After so many days nothing is left of somebody who left, in any table, whatever was promised to stay."""

import json
import re
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import erasing, owners, vault
from bot.features import FEATURES
from bot.people import queries as people
from bot.rounds.feature import Feature, keeps_of
from bot.rounds.keeping import covering, queries
from bot.rounds.keeping.models import Round
from bot.rounds.keeping.tables import rounds, seats
from bot.rounds.time import ends
from bot.settings import Settings
from bot.store import Store, metadata
from tests.every.each import each_practice, holds
from tests.every.left import a_store, keep, looks, owned, time_passes
from tests.practices import NOW, PLAIN, Handed
from tests.size import EVERY, some

pytestmark = pytest.mark.usefixtures("doors")

KEPT = timedelta(days=Settings.keep_days)
_DAY = timedelta(days=1)


def live_on(store: Store, since: datetime, until: datetime) -> datetime:
    """Time passes, and once a month what has come to its end goes."""
    now = since
    while now < until:
        now = min(now + 30 * _DAY, until)
        time_passes(store, now)
        while ends.end(store, ends.Ending(now, KEPT, keeps_of(FEATURES))):
            pass
        assert erasing.carry_out(store, FEATURES, now)
    return now


def leave(store: Store, team: str, ids: set[str], now: datetime) -> None:
    """Their accounts have ended, as Slack says."""
    with store.begin() as db:
        for person_id in sorted(ids):
            people.meet(db, team, person_id)
            people.seen(db, team, person_id, name="Gone", zone="UTC", deleted=True, until=now + _DAY)
            queries.wake_person(db, team, person_id, now)


def named(store: Store, who: set[str]) -> dict[str, set[str]]:
    """By workspace: in which columns of which tables somebody stands, by id or by name."""
    found: dict[str, set[str]] = {}
    with store.read() as db:
        for table in (*metadata.sorted_tables, *vault.metadata.sorted_tables):
            for kept in db.execute(select(table)).mappings():
                row = covering.uncovered(db, table.name, kept) if table.name in covering.EVERY else kept
                team = row["team"] if "team" in row else owners.team(row.get("owner", ""))
                for column, value in row.items():
                    if any(stands_in(value, one) for one in who):
                        found.setdefault(team, set()).add(f"{table.name}.{column}")
    return found


def stands_in(value: Any, who: str) -> bool:
    """Whether it is named there by itself: not where chance has written it, in what is sealed or an id."""
    return not isinstance(value, bytes) and bool(re.search(rf"(?<![\w-]){who}(?![\w-])", str(value)))


def in_the_clear(practice: Handed) -> list[str]:
    """What of that tells a person's choice, in the rows of ways to look and of random lives."""
    found = list[str]()
    with a_store() as store:
        for number, round_ in enumerate(looks(practice, "in the clear")):
            keep(store, practice, round_, f"T{number}")
            with store.read() as db:
                assert remembered(queries.find(db, round_.team, round_.id)) == remembered(round_)
                for table, name in ((rounds, "paused_by"), (seats, "step")):
                    kept = db.execute(select(table.c[name], table.c.facts).where(table.c.team == round_.team))
                    for hidden, facts in kept:
                        found += [one for one in (hidden, *json.loads(facts)) if one not in ("", "rests")]
    return found


def remembered(round_: Round) -> list[Any]:
    mine = [[seat.step, seat.facts] for seat in round_.seats]
    return [round_.paused_by, *json.loads(json.dumps([round_.facts, mine]))]


def wrong(feature: Feature, practice: Handed) -> list[str]:
    begun = [deepcopy(round_) for round_ in some(owned(practice.cover()), f"left: {feature.name}", EVERY)]
    everybody = {text for round_ in begun for seat in round_.seats for text in (seat.person_id, *PLAIN)}
    with a_store() as store:
        for number, round_ in enumerate(begun):
            keep(store, practice, round_, f"T{number}")
            leave(store, f"T{number}", {seat.person_id for seat in round_.seats}, NOW)
        assert len(named(store, everybody)) == len(begun)
        live_on(store, NOW, NOW + 3 * KEPT)
        store.sweep()
        left = named(store, everybody)
    found = [(begun[int(team[1:])], names) for team, names in left.items()]
    return [f"{round_.kind} at {round_.step}: {sorted(names)}" for round_, names in found]


@each_practice
def test_no_row_says_what_somebody_chose_without_the_keys(feature: Feature, practice: Handed) -> None:
    """Who paused it, how each stands in it, and all that is remembered of them: unless it is named here."""
    assert in_the_clear(practice) == []


@each_practice
def test_nothing_is_left_of_somebody_who_left(feature: Feature, practice: Handed) -> None:
    holds("left", wrong, feature, practice)
