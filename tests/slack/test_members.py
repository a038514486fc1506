"""Who is in a channel: asked of Slack, known for a minute, and nobody is where Slack does not say."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.playground.inbound import Reply
from bot.playground.records import Conversation, Person
from bot.playground.server import serve
from bot.playground.slack import Slack
from bot.refusal import Refusal
from bot.slack import members as module
from bot.slack.members import Members
from bot.words import ROOT

HOME, STEER = "C0HOME", "C0STEER"
FIVE = {"U0ANA", "U0BEN", "U0CHLOE", "U0DEV", "U0ESI"}


class Timer:
    """Machine time in seconds, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def slack() -> Iterator[Slack]:
    made = Slack(
        manifest=Path(ROOT / "app.yml"),
        signing_secret="a-signing-secret",
        bot_token="xoxb-test",
        deliver=lambda body, headers: Reply(200, {}, b""),
        clock=lambda: datetime(2026, 9, 15, 9, tzinfo=UTC),
    )
    running = serve(made)
    yield made
    running.close()


@pytest.fixture
def timer() -> Timer:
    return Timer()


@pytest.fixture
def members(slack: Slack, timer: Timer) -> Members:
    # Enough for a server in the same process, and as long as the test of silence takes.
    client = WebClient("xoxb-test", f"{slack.base_url}/api/", timeout=1, retry_handlers=[])
    return Members(client, timer)


def questions(slack: Slack) -> int:
    return len([call for call in slack.calls if call.method == "conversations.members"])


def refusal(members: Members, channel: str = HOME, person_id: str = "U0ANA") -> str:
    with pytest.raises(Refusal) as refused:
        members.check(channel, person_id)
    return refused.value.key


def test_everybody_in_the_channel_may_and_nobody_else(slack: Slack, members: Members) -> None:
    slack.leave("U0ESI", HOME)

    for person_id in FIVE - {"U0ESI"}:
        members.check(HOME, person_id)

    assert refusal(members, person_id="U0ESI") == "common.only_members"
    assert questions(slack) == 1


def test_a_former_member_is_refused_within_a_minute(slack: Slack, members: Members, timer: Timer) -> None:
    members.check(HOME, "U0ANA")
    slack.leave("U0ANA", HOME)

    timer.seconds += 59
    members.check(HOME, "U0ANA")
    timer.seconds += 1

    assert refusal(members) == "common.only_members"


def test_a_new_member_is_in_it_within_a_minute(slack: Slack, members: Members, timer: Timer) -> None:
    slack.leave("U0ANA", HOME)
    assert refusal(members) == "common.only_members"

    slack.join("U0ANA", HOME)
    timer.seconds += 60

    members.check(HOME, "U0ANA")


def test_the_channels_of_somebody_are_those_that_the_app_is_in_too(
    slack: Slack, members: Members, timer: Timer
) -> None:
    assert members.channels("U0ANA") == {HOME}

    slack.post("U0ANA", STEER, "/invite @Alongside")
    assert members.channels("U0ANA") == {HOME}  # known for a minute
    members.forget(STEER, "U0ANA")
    assert members.channels("U0ANA") == {HOME, STEER}
    assert members.channels("U0ESI") == {HOME}

    slack.leave("U0ANA", HOME)
    timer.seconds += 60
    assert members.channels("U0ANA") == {STEER}


@pytest.mark.parametrize("fault", ["503", "ratelimited", "drop_before"])
def test_where_slack_does_not_say_somebody_is_in_no_channel(
    slack: Slack, members: Members, fault: str
) -> None:
    slack.faults.next("users.conversations", fault)

    assert members.channels("U0ANA") == frozenset()
    assert members.channels("U0ANA") == {HOME}  # what is not known is not kept


def crowded(slack: Slack) -> set[str]:
    """Thousands come into the channel."""
    crowd = {f"U1{n:04}": Person(f"U1{n:04}", f"p{n}", f"P{n}") for n in range(2100)}
    slack.people.update(crowd)
    slack.conversations[HOME].members |= set(crowd)
    return set(crowd)


def test_a_channel_of_more_than_a_page_is_read_to_its_end(slack: Slack, members: Members) -> None:
    crowd = crowded(slack)

    assert members.of(HOME) == FIVE | {"U0ALONGSIDE"} | crowd
    assert questions(slack) == 3


@pytest.mark.parametrize("well", [1, 2])
def test_where_a_later_page_does_not_come_the_first_ones_are_not_enough(
    slack: Slack, members: Members, well: int
) -> None:
    crowded(slack)
    slack.faults.next("conversations.members", "503", after=well)

    assert refusal(members, person_id="U0ANA") == "common.cannot_ask_slack"
    assert questions(slack) == well + 1


@pytest.mark.parametrize(
    "fault",
    [
        "ratelimited",
        "500",
        "503",
        "html",
        "drop_after",
        "timeout_after",
        "fatal_error",
        "fetch_members_failed",
    ],
)
def test_where_slack_does_not_say_nobody_is_in_it_and_what_was_known_before_does_not_count(
    slack: Slack, members: Members, timer: Timer, fault: str
) -> None:
    members.check(HOME, "U0ANA")
    timer.seconds += 60
    slack.faults.next("conversations.members", fault)

    assert refusal(members) == "common.cannot_ask_slack"

    members.check(HOME, "U0ANA")  # the trouble itself is not kept


def test_a_channel_that_the_app_is_not_in_says_how_to_let_it_in(slack: Slack, members: Members) -> None:
    assert refusal(members, STEER) == "common.let_me_in"
    assert refusal(members, "C0NOWHERE") == "common.let_me_in"

    slack.post("U0ANA", STEER, "/invite @Alongside")

    members.check(STEER, "U0ANA")


def test_once_the_app_was_taken_out_nobody_may(slack: Slack, members: Members, timer: Timer) -> None:
    slack.post("U0ANA", STEER, "/invite @Alongside")
    members.check(STEER, "U0ANA")

    slack.kick_app(STEER)
    timer.seconds += 60

    assert refusal(members, STEER) == "common.let_me_in"


def test_only_so_many_channels_are_kept_and_the_oldest_makes_room(
    slack: Slack, members: Members, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHANNELS", 2)
    for name in ("C1", "C2", "C3"):
        slack.conversations[name] = Conversation(name, name.lower(), "public", {"U0ANA"})

    for name in ("C1", "C2", "C3", "C3", "C2", "C1"):
        members.check(name, "U0ANA")

    asked = [call.args["channel"] for call in slack.calls]
    assert asked == ["C1", "C2", "C3", "C1"]


def test_many_at_once_are_each_told_the_truth(slack: Slack, members: Members) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(members.of, [HOME] * 40))

    assert set(found) == {frozenset(FIVE | {"U0ALONGSIDE"})}
