"""Several workspaces install the app by themselves: each has its own, and none hears of another."""

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from bot import owners
from bot.rounds.keeping.tables import rounds
from bot.store import metadata
from bot.vault import keys
from bot.words import phrase
from tests.journeys.listening_steps import writes
from tests.several import NORTH, ORG, OTHER, OWN, SOUTH, Several, several
from tests.world import TOKEN, World

BARRED = {"account_inactive", "invalid_auth", "not_authed", "token_expired"}


@pytest.fixture
def town(database_url: str) -> Iterator[Several]:
    with several(database_url) as made:
        yield made


def reflect(town: Several, team: str, question: str) -> None:
    town.pair_there(team, "Ana", "Ben")
    town.there(team, "Ana").types(f"/reflect {question}")


def test_whoever_installs_it_reads_that_it_is_there_and_can_begin(town: Several) -> None:
    done = town.installs(OWN)
    reflect(town, OWN, "What did we avoid today?")

    assert done.status == 200
    assert "Alongside is in Harbour Health now." in done.body.decode()
    assert "What did we avoid today?" in town["Ben"].card.words


def test_each_workspace_is_told_with_its_own_token_and_only_what_is_its_own(town: Several) -> None:
    town.installs(OWN)
    town.installs(OTHER)
    town.installs(ORG)

    for team in (OWN, OTHER, ORG):
        reflect(town, team, f"What is new in {team}?")

    for team in (OWN, OTHER, ORG):
        card = town.there(team, "Ben").card.words
        assert f"What is new in {team}?" in card
        assert [other for other in (OWN, OTHER, ORG) if f"in {other}?" in card] == [team]


def test_a_token_is_renewed_before_it_ends_and_the_rounds_go_on(town: Several) -> None:
    town.installs(OWN)
    first = town.slack.app.token

    town.later(hours=10.5)
    reflect(town, OWN, "What did we avoid today?")
    town.later(hours=11)
    town["Ana"].answers("The rota.")

    assert town.slack.app.token not in ("", first)
    assert "What did we avoid today?" in town["Ben"].card.words
    assert [call.outcome for call in town.slack.calls if call.outcome in BARRED] == []


def test_a_token_that_slack_takes_no_more_is_renewed_at_once_and_nobody_waits(town: Several) -> None:
    town.installs(OWN)
    town.installs(ORG)
    town["Ana"].types("/alongside help")
    for team in (OWN, ORG):
        town.slacks[team].app.ends = 0  # as if it had slept for a day

    reflect(town, OWN, "What did we avoid today?")
    reflect(town, ORG, "And here?")

    assert "What did we avoid today?" in town["Ben"].card.words
    assert "And here?" in town.there(ORG, "Ben").card.words


def test_a_workspace_that_takes_the_app_out_is_left_alone_at_once_and_the_others_never_notice(
    town: Several,
) -> None:
    town.installs(OWN)
    town.installs(OTHER)
    for team in (OWN, OTHER):
        reflect(town, team, "What did we avoid today?")

    town["Ana"].answers("The rota.")
    town.slack.uninstall()
    asked, stood = len(town.slack.calls), stands(town, OWN)
    town.there(OTHER, "Ana").answers("The rota.")
    town.there(OTHER, "Ben").answers("The lifts.")
    town.move(days=8)

    assert (len(town.slack.calls), stands(town, OWN)) == (asked, stood)
    assert "The rota." in read(town, OTHER)
    assert kept(town, OWN)["rounds"] > 0


def test_what_rested_goes_on_where_it_is_installed_again_in_time(town: Several) -> None:
    town.installs(OWN)
    reflect(town, OWN, "What did we avoid today?")
    town["Ana"].answers("The rota.")
    town.slack.uninstall()
    town.move(days=29)

    town.installs(OWN)
    town.settle()
    town["Ben"].types("/reflect And how is it now?")

    assert "And how is it now?" in town["Ben"].card.words
    assert kept(town, OWN)["people"] > 0


def test_after_the_days_set_nothing_is_left_of_it_and_everything_of_the_others(town: Several) -> None:
    for team in (OWN, OTHER):
        town.installs(team)
        reflect(town, team, "What did we avoid today?")
        town.there(team, "Ana").answers("The rota.")
    before = kept(town, OTHER)
    town.slack.uninstall()

    town.move(days=31)

    assert kept(town, OWN) == {}
    assert kept(town, OTHER).keys() | {"heard"} >= before.keys()  # a day, everywhere
    town.there(OTHER, "Ben").types("/reflect And now?")
    assert "And now?" in town.there(OTHER, "Ben").card.words


def test_an_organisation_that_takes_it_out_takes_it_out_of_all_its_workspaces(town: Several) -> None:
    town.installs(ORG)
    town.installs(OTHER)
    for team in (ORG, OTHER):
        reflect(town, team, "What did we avoid today?")

    town.several.uninstall(town.slacks[ORG])
    asked = len(town.slacks[ORG].calls)
    town.move(days=31)

    assert len(town.slacks[ORG].calls) == asked
    assert [kept(town, team) for team in (ORG, NORTH, SOUTH)] == [{}, {}, {}]
    assert kept(town, OTHER)["rounds"] > 0


def test_an_organisation_has_one_register_and_one_home_in_whichever_of_its_workspaces_somebody_is(
    town: Several,
) -> None:
    """Ana is in one of them, Chloe in another; both in both channels."""
    town.installs(ORG)
    ana, chloe = town.there(ORG, "Ana"), town.there(ORG, "Chloe")
    for one in (ana, chloe):
        one.types("/alongside help")  # since then both workspaces are known
    town.slacks[ORG].let_app_in("C0STEER")

    ana.types("/listen How did today land?", "C0HOME")
    writes(chloe)

    assert "How did today land?" in chloe.home
    assert town.bot.spaces.members(ORG).channels(chloe.id) == {"C0HOME", "C0STEER"}
    assert kept(town, ORG)["rounds"] >= 1
    assert [kept(town, team).keys() for team in (NORTH, SOUTH)] == [{"workspaces"}, {"workspaces"}]


@pytest.mark.parametrize("first", [("app_uninstalled", "tokens_revoked"), ("tokens_revoked",)])
def test_news_of_an_old_installation_that_come_late_end_no_new_one(
    town: Several, first: tuple[str, ...]
) -> None:
    town.installs(OWN)
    reflect(town, OWN, "What did we avoid today?")

    with town.slack.inbound.held():
        town.slack.uninstall(events=first)
        town.move(minutes=5)
        town.installs(OWN)
    town["Ana"].answers("The rota.")
    town["Ben"].answers("The lifts.")

    assert "The rota." in read(town, OWN)


def test_the_token_of_a_person_that_is_revoked_ends_nothing(town: Several) -> None:
    town.installs(OWN)

    told = {"type": "tokens_revoked", "tokens": {"oauth": ["U0ANA"], "bot": []}, "event_ts": "1.1"}
    town.slack._box.event("tokens_revoked", told)
    reflect(town, OWN, "What did we avoid today?")

    assert "What did we avoid today?" in town["Ben"].card.words


def test_where_it_is_not_installed_a_command_says_so_and_nothing_is_kept(town: Several) -> None:
    town.installs(OWN)
    before = {team: kept(town, team) for team in (OWN, OTHER)}

    said = town.there(OTHER, "Ana").types("/reflect What did we avoid?")
    town.slacks[OTHER].open_home("U0ANA")
    town.settle()

    assert said.message["text"] == str(phrase("common.install.needed"))
    assert {team: kept(town, team) for team in (OWN, OTHER)} == before
    assert town.slacks[OTHER].calls == []


def test_with_one_token_the_app_rests_until_its_token_is_taken_again(worlds: World) -> None:
    worlds["Ana"].types("/reflect What did we avoid today?")
    worlds["Ana"].answers("The rota.")

    worlds.slack.uninstall()
    asked = len(worlds.slack.calls)
    worlds.move(minutes=30)
    rested = len(worlds.slack.calls) - asked
    worlds.slack.app.token = TOKEN
    worlds.move(hours=2)
    worlds["Ben"].answers("The lifts.")

    assert rested == 0
    assert "The rota." in worlds["Ben"].card.words or "Read" in " ".join(worlds["Ben"].card.buttons)


def test_what_was_decided_and_not_said_yet_is_said_once_it_is_installed_again(worlds: World) -> None:
    ana = worlds["Ana"]
    ana.types("/reflect What did we avoid today?")
    ana.press_only(next(label for label in ana.card.buttons if label.startswith("Write")))
    worlds.settle()
    ana.send_only({"In your own words": "The rota.", "Not ready?": False})

    worlds.slack.uninstall()
    asked = len(worlds.slack.calls)
    worlds.settle()
    worlds.move(minutes=30)
    rested = len(worlds.slack.calls) - asked
    worlds.slack.app.token = TOKEN
    worlds.move(hours=2)

    assert rested == 0
    assert "chat.update" in [call.method for call in worlds.slack.calls[asked:] if call.outcome == "ok"]


def test_with_one_token_all_goes_after_the_days_set(worlds: World) -> None:
    worlds["Ana"].types("/reflect What did we avoid today?")
    worlds["Ana"].answers("The rota.")

    worlds.slack.uninstall()
    worlds.move(days=31)

    assert kept(worlds, OWN) == {}


def read(town: Several, team: str) -> str:
    """What Ben finds on his card, and behind it."""
    ben = town.there(team, "Ben")
    if "Read" in " ".join(ben.card.buttons):
        ben.presses(next(label for label in ben.card.buttons if label.startswith("Read")))
        return ben.reads
    return ben.card.words


def stands(world: World, team: str) -> list[tuple[str, str, int]]:
    """How far each of its rounds is."""
    with world.bot.store.read() as db:
        found = select(rounds.c.id, rounds.c.step, rounds.c.version).where(rounds.c.team == team)
        return sorted(tuple(row) for row in db.execute(found))


def kept(world: World, team: str) -> dict[str, int]:
    """How much there is of that workspace, by table; keys, too."""
    with world.bot.store.read() as db:
        found = {
            table.name: len(db.execute(select(table).where(table.c.team == team)).all())
            for table in metadata.sorted_tables
            if "team" in table.c  # who was forgotten stands apart, by no workspace
        }
        owned = db.keys.execute(select(keys.c.owner)).scalars().all()
    found["keys"] = sum(owners.team(owner) == team for owner in owned)
    return {name: number for name, number in found.items() if number}
