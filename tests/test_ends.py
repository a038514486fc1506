"""What is over goes on its day, bit by bit, whoever is killed meanwhile, however many do it at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot import failpoints, owners
from bot.people import queries as people
from bot.people.tables import pair_members, pairs
from bot.people.tables import people as known
from bot.rounds.keeping import presence, queries
from bot.rounds.keeping.models import Reply, Round, Seat, Status
from bot.rounds.keeping.tables import cards, memberships, notices, replies, rounds, seats
from bot.rounds.showing import paces
from bot.rounds.time import ends
from bot.rounds.time.notices import GATHERED
from bot.store import Store
from bot.vault import Vault, keys
from tests.every.left import KEY
from tests.every.test_kept import named
from tests.journeys.everyone_steps import HERE
from tests.journeys.steps import leaves, looks, put_away
from tests.practices import NOW, TEAM
from tests.world import World

DAY, KEPT = timedelta(days=1), timedelta(days=400)
KEEPS = (("letters", "letter", "kept"),)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    made = Store(database_url, None, Vault([KEY]))
    yield made
    made.close()


def over(store: Store, id_: str = "one", kind: str = "said", status: Status = Status.CLOSED) -> Round:
    """A round of Ana's, in which something is written still."""
    round_ = Round(TEAM, id_, "letters", "letter", "done", "U0ANA", NOW, status, channel_id="C0HOME")
    round_.seats = [Seat("U0ANA")]
    round_.replies = [Reply(f"{id_}-1", "U0ANA", kind, owners.round_(round_), "words", NOW)]
    with store.begin() as db:
        people.meet(db, TEAM, "U0ANA", "Ana")
        queries.add(db, round_)
    return round_


def end(store: Store, days: float) -> bool:
    """What has come to its end by then goes; True where there may be more."""
    return ends.end(store, ends.Ending(NOW + days * DAY, KEPT, KEEPS))


def many(store: Store, *tables: object) -> list[int]:
    with store.read() as db:
        return [db.execute(select(func.count()).select_from(table)).scalar_one() for table in tables]  # type: ignore[arg-type]


def test_what_is_over_goes_with_all_that_is_in_it_and_its_key_on_its_day(store: Store) -> None:
    over(store)
    end(store, 0)

    end(store, 399)
    assert many(store, rounds, seats, replies) == [1, 1, 1]

    end(store, 400)
    assert many(store, rounds, seats, replies, cards) == [0, 0, 0, 0]
    with store.read() as db:
        assert db.openers({owners.of_round(TEAM, "one")}) == {}


@pytest.mark.parametrize("status", [Status.RUNNING, Status.PAUSED])
def test_what_goes_on_stays(store: Store, status: Status) -> None:
    over(store, status=status)

    for days in (0, 400, 1000):
        end(store, days)

    assert many(store, rounds, known) == [1, 1]


def test_what_goes_on_again_is_counted_anew(store: Store) -> None:
    over(store)
    end(store, 0)
    for status, days in ((Status.RUNNING, 300), (Status.CLOSED, 301)):
        with store.begin() as db:
            round_ = queries.lock(db, TEAM, "one")
            round_.status = status
            queries.save(db, round_)
        end(store, days)

    end(store, 700)
    assert many(store, rounds) == [1]
    end(store, 701)
    assert many(store, rounds) == [0]


def test_what_is_promised_to_stay_holds_what_it_stands_in(store: Store) -> None:
    over(store, kind="kept")

    for days in (0, 400, 1000):
        end(store, days)

    assert many(store, rounds, replies, known) == [1, 1, 1]


def test_somebody_goes_when_they_have_had_a_part_in_nothing_for_so_long_and_not_before(store: Store) -> None:
    over(store)
    with store.begin() as db:
        person = people.find(db, TEAM, "U0ANA")
        person.words = "a carer"
        people.save(db, person)
    for days in (0, 400):
        end(store, days)  # the round goes, and Ana has a part in nothing from here on
    with store.begin() as db:
        people.save(db, people.find(db, TEAM, "U0ANA"))  # a sign of life
    end(store, 500)

    end(store, 899)
    assert many(store, known) == [1]
    end(store, 900)
    assert many(store, known) == [0]
    with store.read() as db:
        assert db.keys.execute(select(keys.c.owner).where(keys.c.owner.like("person:%"))).all() == []


def test_a_pair_goes_when_all_have_left_it_and_what_was_about_it_is_gone(store: Store) -> None:
    with store.begin() as db:
        people.join(db, TEAM, "pair", ["U0ANA", "U0BEN"], NOW)
        people.leave(db, TEAM, "pair", "U0ANA", NOW)
        people.leave(db, TEAM, "pair", "U0BEN", NOW + DAY)
        db.seal(owners.pair(TEAM, "pair"), "a note", "a row")

    end(store, 400)
    assert many(store, pairs, pair_members) == [1, 1]
    end(store, 401)
    assert many(store, pairs, pair_members, keys) == [0, 0, 0]


def test_what_is_written_down_of_channels_reminders_and_paces_goes(store: Store) -> None:
    over(store)
    with store.begin() as db:
        presence.found(db, TEAM, "C0HOME", "U0ANA", here=False)
        presence.found(db, TEAM, "C0AWAY", "U0ANA", here=True)
        row = {"team": TEAM, "id": "n", "person_id": "U0ANA", "at": NOW, "moment": "day"}
        db.execute(notices.insert(), row)
        own = Round(TEAM, "U0ANA", "me", GATHERED, GATHERED, "U0ANA", NOW)
        queries.add(db, own)
        paces.keep(db, TEAM, {"post": db.machine_now()}, db.machine_now())

    end(store, 29)
    assert many(store, memberships, notices, paces.paces, rounds) == [1, 1, 1, 2]
    store.machine_offset = DAY + timedelta(minutes=1)
    end(store, 30)
    assert many(store, memberships, notices, paces.paces, rounds) == [1, 0, 0, 2]
    end(store, 430)
    end(store, 430)
    assert many(store, memberships, notices, paces.paces, rounds) == [0, 0, 0, 0]


def test_whoever_is_killed_in_the_middle_goes_on_where_it_was(store: Store) -> None:
    for number in range(ends.MOST * 2 + 1):
        over(store, f"r{number}")
    while end(store, 0):
        pass

    def dies(place: str) -> None:
        raise KeyboardInterrupt(place)

    failpoints.hook = dies
    try:
        with pytest.raises(KeyboardInterrupt):
            end(store, 400)
    finally:
        failpoints.hook = None
    assert many(store, rounds, seats, replies) == [ends.MOST * 2 + 1] * 3

    assert end(store, 400)
    assert many(store, rounds) == [ends.MOST + 1]
    while end(store, 400):
        pass
    assert many(store, rounds, seats, replies) == [0, 0, 0]


def test_two_processes_do_it_at_once(store: Store, database_url: str) -> None:
    for number in range(ends.MOST * 3):
        over(store, f"r{number}")
    while end(store, 0):
        pass
    other = Store(database_url, None, Vault([KEY]))

    def all_of_it(which: Store) -> None:
        while end(which, 400):
            pass

    with ThreadPoolExecutor(2) as pool:
        assert [*pool.map(all_of_it, (store, other))] == [None, None]
    other.close()

    all_of_it(store)
    assert many(store, rounds, seats, replies) == [0, 0, 0]


def test_the_clock_does_it_after_as_many_days_as_are_set(worlds: World) -> None:
    ana, ben = worlds["Ana"], worlds["Ben"]
    worlds.pair("Ana", "Ben")
    ana.types("/reflect What did we avoid?")
    for one in (ana, ben):
        leaves(one)

    worlds.move(days=worlds.settings.keep_days + 100)
    assert many(worlds.bot.store, rounds, pairs) != [0, 0]
    for _ in range(2):
        worlds.move(days=worlds.settings.keep_days)

    assert many(worlds.bot.store, rounds, seats, replies, cards, pairs, pair_members, known) == [0] * 7


def test_a_channel_that_wants_it_keeps_what_took_place_for_fewer_days_and_says_so(worlds: World) -> None:
    ana = worlds["Ana"]
    worlds.settings = replace(worlds.settings, keep_days_in=((HERE, 60),))
    worlds.restart()
    ana.types("/invite @Alongside", "C0STEER")
    for channel in (HERE, "C0STEER"):
        ana.types("/reflect How are we? -- everybody", channel=channel)
        ana.sends({})
        put_away(ana)
    sooner = "In this channel that goes sooner than elsewhere: 60 days after"

    assert sooner in looks(ana, "More", "How this works", channel=HERE)
    put_away(ana)
    assert sooner not in looks(ana, "More", "How this works", channel="C0STEER")
    worlds.move(days=50)
    assert channels_with_rounds(worlds) == {HERE, "C0STEER"}
    worlds.move(days=70)
    assert channels_with_rounds(worlds) == {"C0STEER"}


def channels_with_rounds(world: World) -> set[str]:
    with world.bot.store.read() as db:
        asked = select(rounds.c.channel_id).where(rounds.c.feature == "everyone")
        return {str(channel) for channel in db.execute(asked).scalars()}


def test_whoever_has_no_account_any_more_is_forgotten_after_as_many_days(worlds: World) -> None:
    ana, ben = worlds["Ana"], worlds["Ben"]
    worlds.pair("Ana", "Ben")
    ana.types("/reflect What did we avoid?")
    worlds.slack.deactivate(ana.id)
    worlds.move(days=2)
    assert set(named(worlds.bot.store, {ana.id})) == {"T0PLAY"}

    worlds.move(days=worlds.settings.keep_days + 2)

    assert named(worlds.bot.store, {ana.id, "Ana"}) == {}
    assert named(worlds.bot.store, {ben.id})
