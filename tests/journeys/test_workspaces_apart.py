"""Two workspaces and an organisation in one process: with every id of another one nobody reads or changes
anything there, while tokens are renewed and one of them takes the app out in the middle of a round.
"""

from collections.abc import Iterator

import pytest

from tests.journeys.steps import words_of
from tests.journeys.test_rights import Scene
from tests.several import ORG, OTHER, OWN, Several, several
from tests.world import NAMES

ELSEWHERE = (OTHER, ORG)


@pytest.fixture
def town(database_url: str) -> Iterator[Several]:
    with several(database_url) as made:
        made.installs(OWN)
        made.installs(OTHER)
        made.installs(ORG)
        for team in ELSEWHERE:
            made.there(team, "Ana").types("/alongside help")
        made.pair("Ana", "Ben")
        yield made


@pytest.fixture
def scene(town: Several) -> Scene:
    return Scene(town)


def from_there(scene: Scene, town: Several, team: str) -> list[str]:
    """Every id of `OWN`'s, pressed and sent in another workspace by whoever has the id of somebody seated."""
    for slack in town.slacks.values():
        slack.app.ends = 0  # of every token: the next call renews it
    scene.world = town.neighbour(team)
    return scene.try_everything(town.there(team, "Chloe"), team)


@pytest.mark.parametrize("team", ELSEWHERE)
def test_with_ids_from_another_workspace_nobody_does_anything(scene: Scene, town: Several, team: str) -> None:
    tokens = [town.slacks[one].app.token for one in (OWN, team)]

    assert from_there(scene, town, team) == []

    assert [town[name].rang() for name in ("Chloe", "Dev")] == [[], []]
    assert tokens[1] != town.slacks[team].app.token
    assert words_of("Dev") not in everything_seen(town, team)


@pytest.mark.parametrize("team", ELSEWHERE)
def test_while_the_app_is_taken_out_of_one_the_others_can_do_no_more_and_no_less(
    scene: Scene, town: Several, team: str
) -> None:
    """And it goes on where it stood, once it is installed there again."""
    before = scene.snapshot()
    town.slack.uninstall()
    asked = len(town.slack.calls)

    wrong = from_there(scene, town, team)
    town.there(team, "Ana").types("/alongside help")
    rested = (len(town.slack.calls), scene.snapshot())
    scene.world = town
    town.installs(OWN)
    town["Chloe"].types("/alongside help")

    assert wrong == []
    assert rested == (asked, before)
    assert words_of("Dev") not in everything_seen(town, team)


def everything_seen(town: Several, team: str) -> str:
    """All that the bot told that workspace's Slack."""
    return "\n".join(str((call.method, call.args)) for call in town.slacks[team].calls)


def test_what_is_written_in_one_is_told_in_no_other(town: Several) -> None:
    for team in (OWN, *ELSEWHERE):
        town.pair_there(team, "Chloe", "Dev")
        town.there(team, "Chloe").types(f"/reflect What is said in {team}?")
        for name in ("Chloe", "Dev"):
            town.there(team, name).answers(f"{name} of {team}")
        town.move(days=1)

    for team in (OWN, *ELSEWHERE):
        told = everything_seen(town, team)
        assert f"What is said in {team}?" in told
        assert [other for other in (OWN, *ELSEWHERE) if f"of {other}" in told or f"in {other}?" in told] == [
            team
        ]
        assert {call.args["channel"] for call in town.slacks[team].calls if "channel" in call.args} <= {
            *NAMES.values(),
            *town.slacks[team].conversations,
        }
