"""Where a workspace lets it read threads: whoever writes there out of turn is asked, nobody else hears."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.check import problems
from bot.playground import payloads
from bot.playground.inbound import Reply
from bot.words import ROOT
from tests.world import Somebody, World

HOME, NAMES = "C0HOME", ("Ana", "Ben", "Chloe")
ASKED = "It is {holder}'s turn. Shall I keep what you just wrote for yours?"
OUT_OF_TURN = "I saw it otherwise, on the ward that night."


def uncommented(manifest: str) -> str:
    """The manifest with what it offers in comments: the scopes and events of reading threads."""
    return manifest.replace("      # - ", "      - ")


class Hard(World):
    """Slack does not get the first answer to what holds these bytes, and sends it again."""

    loses, heard = b"", 0

    def _deliver(self, body: bytes, headers: dict[str, str]) -> Reply:
        answer = super()._deliver(body, headers)
        if self.loses and self.loses in body:
            self.heard += 1
            if self.heard == 1:
                raise ConnectionResetError
        return answer


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    path = tmp_path / "app.yml"
    path.write_text(uncommented((ROOT / "app.yml").read_text(encoding="utf-8")), encoding="utf-8")
    return path


@pytest.fixture
def world(sqlite_url: str, manifest: Path) -> Iterator[World]:
    made = Hard(sqlite_url, manifest=manifest)
    yield made
    assert made.slack.problems == []
    made.close()


@pytest.fixture
def holder(world: World) -> Somebody:
    """Ana, Ben and Chloe are in a live one, and this is who has the floor."""
    return begun(world)


def begun(world: World) -> Somebody:
    world["Ana"].types("/listen How are we? -- live", HOME)
    for name in NAMES:
        world[name].presses("I'm here", HOME)
    world["Ana"].presses("Begin", HOME)
    return next(world[n] for n in NAMES if any("The floor is yours" in m.text for m in world[n].messages()))


def waiting(world: World, holder: Somebody) -> Somebody:
    return next(world[n] for n in NAMES if world[n] is not holder)


def writes_in_the_thread(somebody: Somebody, words: str) -> None:
    card = next(m for m in somebody.messages(HOME) if "I've listened" in m.buttons)
    somebody.world.slack.post(somebody.id, HOME, words, card.raw["ts"])
    somebody.world.settle()


def whispers(somebody: Somebody) -> list[str]:
    return [m.text for m in somebody.messages(HOME) if m.ephemeral and "Shall I keep" in m.text]


def test_both_forms_of_the_manifest_fit_the_code(manifest: Path) -> None:
    (manifest.parent / "prompts").symlink_to(ROOT / "prompts")

    assert problems(ROOT) == []
    assert problems(manifest.parent) == []
    assert manifest.read_text(encoding="utf-8") != (ROOT / "app.yml").read_text(encoding="utf-8")


def test_who_writes_out_of_turn_is_asked_alone_and_can_keep_it_for_their_turn(
    world: World, holder: Somebody
) -> None:
    other = waiting(world, holder)

    writes_in_the_thread(other, OUT_OF_TURN)

    [asked] = whispers(other)
    assert asked.startswith(ASKED.format(holder=holder.name))
    assert [whispers(world[n]) for n in (*NAMES, "Dev") if world[n] is not other] == [[], [], []]
    other.presses("Keep it for my turn", HOME)
    other.presses("I'd like to say something", HOME)
    assert OUT_OF_TURN in other.reads
    holder.presses("I'd like to say something", HOME)
    assert OUT_OF_TURN not in holder.reads


def test_what_comes_as_several_events_is_asked_about_once(world: World, holder: Somebody) -> None:
    """As a message, as a mention, as one shown in the channel, too: each with an id of its own."""
    other, slack = waiting(world, holder), world.slack
    slack.inbound.echoes = 4

    writes_in_the_thread(other, OUT_OF_TURN)
    world.restart()  # another replica hears of it
    posted = next(m for m in slack.conversations[HOME].messages if m.text == OUT_OF_TURN)
    said = payloads.said(posted, slack.conversations[HOME])
    for form in ({}, {"client_msg_id": "another"}, {"type": "app_mention"}, {"subtype": "thread_broadcast"}):
        slack.inbound.event(said | form)
    world.settle()

    assert len(whispers(other)) == 1


def test_what_is_left_is_not_kept(world: World, holder: Somebody) -> None:
    other = waiting(world, holder)

    writes_in_the_thread(other, OUT_OF_TURN)
    other.presses("No, leave it", HOME)

    with world.bot.store.read() as db:
        assert db.execute(text("SELECT count(*) FROM replies WHERE kind = 'note'")).scalar_one() == 0


def test_whoever_has_the_floor_writes_undisturbed(world: World, holder: Somebody) -> None:
    writes_in_the_thread(holder, OUT_OF_TURN)

    assert whispers(holder) == []


def test_nobody_is_asked_elsewhere_in_the_channel_or_when_it_rests(world: World, holder: Somebody) -> None:
    other = waiting(world, holder)

    other.types(OUT_OF_TURN, HOME)
    holder.presses("More", HOME)
    holder.presses("Pause for all")
    writes = next(m for m in other.messages(HOME) if "Go on" in m.buttons)
    world.slack.post(other.id, HOME, OUT_OF_TURN, writes.raw["ts"])
    world.settle()

    assert whispers(other) == []


def test_an_event_that_comes_twice_asks_once(world: World, holder: Somebody) -> None:
    assert isinstance(world, Hard)
    other = waiting(world, holder)
    world.slack._box.retry_events = True  # as Slack does
    world.loses = OUT_OF_TURN.encode()

    writes_in_the_thread(other, OUT_OF_TURN)

    assert world.heard == 2
    assert world.slack.problems.pop().startswith("delivery failed")
    assert len(whispers(other)) == 1


def test_as_it_comes_it_reads_no_thread() -> None:
    listed = [line.strip() for line in (ROOT / "app.yml").read_text(encoding="utf-8").splitlines()]

    for name in ("channels:history", "groups:history", "message.channels", "message.groups"):
        assert f"- {name}" not in listed
        assert f"# - {name}" in listed
