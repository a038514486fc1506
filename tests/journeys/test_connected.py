"""A channel that connects two organisations: what is about it is kept in one place, whoever presses."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.rounds.keeping.tables import replies, rounds, seats
from bot.words import phrase
from tests.journeys.listening_steps import writes
from tests.journeys.test_workspaces import kept
from tests.several import ORG, OTHER, OWN, Several, several
from tests.world import Somebody, World

HERE, ELSEWHERE = "C0HOME", "T0ELSEWHERE"


@pytest.fixture
def olu(worlds: World) -> Somebody:
    """From an organisation that has no Alongside, in a channel of this one."""
    newcomer = worlds.newcomer("Olu")
    with worlds.slack.workspace.changing():
        person = worlds.slack.people[newcomer.id]
        person.stranger, person.team = True, ELSEWHERE
    worlds.slack.share(HERE, ELSEWHERE)
    return newcomer


def test_somebody_of_a_connected_organisation_takes_part_where_the_channel_is(
    worlds: World, olu: Somebody
) -> None:
    worlds["Ana"].types("/listen How did today land?", HERE)
    writes(olu)

    with worlds.bot.store.read() as db:
        wrote = [row.team for row in db.execute(select(replies).where(replies.c.author_id == olu.id))]
        seated = [row.team for row in db.execute(select(seats).where(seats.c.person_id == olu.id))]
    assert (wrote, {*seated}) == ([OWN], {OWN})
    assert kept(worlds, ELSEWHERE) == {}


@pytest.fixture
def town(database_url: str) -> Iterator[Several]:
    """Two workspaces and an organisation that all have it, and all share a channel."""
    with several(database_url) as made:
        for team in (OWN, OTHER, ORG):
            made.installs(team)
            made.there(team, "Ana").types("/alongside help")
        yield made


def share(town: Several, *teams: str) -> None:
    """In that order."""
    ids = [town.slacks[team].workspace.id for team in teams]
    for team, own in zip(teams, ids, strict=True):
        town.slacks[team].share(HERE, *(one for one in ids if one != own))
        town.settle()


def in_channel(town: Several, team: str) -> int:
    with town.bot.store.read() as db:
        here = select(rounds.c.id).where(rounds.c.team == team, rounds.c.channel_id == HERE)
        return len(db.execute(here).all())


@pytest.mark.parametrize("teams", [(OWN, OTHER), (OTHER, OWN), (ORG, OWN), (OWN, ORG)])
def test_a_channel_of_two_workspaces_that_both_have_it_has_one_register(
    town: Several, teams: tuple[str, str]
) -> None:
    first, second = teams
    share(town, first, second)

    began = town.there(first, "Ana").types("/listen How did today land?", HERE)
    refused = [
        town.there(second, "Ana").types(typed, HERE)
        for typed in ("/listen And here?", "/options", "/checkin How is it?", "/reflect Who? -- everybody")
    ]

    assert began.ok
    assert [one.message["text"] for one in refused] == [str(phrase("common.kept_elsewhere"))] * 4
    assert (in_channel(town, first), in_channel(town, second)) == (1, 0)


def test_by_no_other_way_is_anything_begun_where_it_is_not_kept(town: Several) -> None:
    share(town, OWN, OTHER)
    ana = town.there(OTHER, "Ana")

    town.slacks[OTHER].shortcut(ana.id, "hall.begin_here")
    town.settle()
    ana.presses("Listen")
    ana.sends({"Which channel?": HERE})
    question = next(block["label"]["text"] for block in ana.form["blocks"] if block["type"] == "input")
    told = ana.sends({question: "And here?"})

    assert str(phrase("common.kept_elsewhere")) in [*(told.errors or {}).values(), ana.reads]
    assert in_channel(town, OTHER) == 0


def test_channels_of_one_id_that_nobody_shares_have_nothing_to_do_with_each_other(town: Several) -> None:
    for team in (OWN, OTHER):
        town.there(team, "Ana").types("/listen How did today land?", HERE)

    assert (in_channel(town, OWN), in_channel(town, OTHER)) == (1, 1)


@pytest.mark.parametrize("leaves", ["the channel", "the workspace"])
def test_where_the_app_goes_from_the_one_the_other_may_begin(town: Several, leaves: str) -> None:
    share(town, OWN, OTHER)

    if leaves == "the channel":
        town.slack.kick_app(HERE)
    else:
        town.slack.uninstall()
    town.there(OTHER, "Ana").types("/listen How did today land?", HERE)

    assert in_channel(town, OTHER) == 1


def test_where_the_one_is_disconnected_the_other_may_begin(town: Several) -> None:
    share(town, OTHER, OWN)
    refused = town.there(OWN, "Ana").types("/listen How did today land?", HERE)

    town.slacks[OWN].unshare(HERE, town.slacks[OTHER].workspace.id)
    town.settle()
    began = town.there(OWN, "Ana").types("/listen And now?", HERE)

    assert refused.message["text"] == str(phrase("common.kept_elsewhere"))
    assert began.ok
    assert (in_channel(town, OWN), in_channel(town, OTHER)) == (1, 0)


def test_those_who_share_it_still_have_one_register(town: Several) -> None:
    share(town, OTHER, OWN, ORG)
    for team in (OWN, ORG):
        town.slacks[team].unshare(HERE, town.slacks[OTHER].workspace.id)
        town.settle()

    for team in (OWN, ORG):
        town.there(team, "Ana").types("/listen And now?", HERE)

    assert (in_channel(town, OWN), in_channel(town, ORG)) == (1, 0)


def test_people_write_to_those_who_are_named_for_their_workspace(town: Several) -> None:
    town.settings = replace(town.settings, support_people=(f"{OWN}:U0ESI", f"{OTHER}:U0DEV", "U0CHLOE"))
    town.restart()

    offered = {}
    for team in (OWN, OTHER):
        ana = town.there(team, "Ana")
        ana.types("/alongside talk")
        offered[team] = [name for name in ("Chloe", "Dev", "Esi") if name in ana.reads]

    assert offered == {OWN: ["Chloe", "Esi"], OTHER: ["Chloe", "Dev"]}


def test_whom_one_can_turn_to_in_stories_is_named_for_that_workspace(town: Several) -> None:
    town.settings = replace(town.settings, support_people=(f"{OWN}:U0ESI", f"{OTHER}:U0DEV"))
    town.restart()

    offered = {}
    for team in (OWN, OTHER):
        ana = town.there(team, "Ana")
        ana.types("/alongside stories", HERE)
        ana.presses("More choices")
        offered[team] = [name for name in ("Dev", "Esi") if f"'{name}'" in str(ana.form)]

    assert offered == {OWN: ["Esi"], OTHER: ["Dev"]}
