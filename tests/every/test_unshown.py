"""Where Slack does not open what somebody asked for, they read that, and have back what they typed.

Every button, shortcut and command of every practice, wherever it may stand; each opens a form of the test's,
and asks Slack something first where the practice's own does.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.features import FEATURES
from bot.rounds.feature import Feature, Listener
from bot.slack.asked import HOME, MESSAGE, MODAL
from bot.slack.blocks import View, button, buttons, text_input
from bot.slack.surface import Afterwards, Pushed, _asks_slack
from bot.slack.whispers import OPEN, PUBLISH, PUSH, UPDATE
from bot.words import phrase
from tests.world import Somebody, World, said

LATE = ("expired_trigger_id",)
TROUBLE = (
    *("internal_error", "fatal_error", "invalid_arguments", "ratelimited", "expired_trigger_id"),
    *("exchanged_trigger_id", "missing_scope", "503", "html", "drop_before"),
)
TYPED = "What did <we> avoid & why?"


def form(*row: dict[str, Any]) -> View:
    blocks = [text_input("said", "Say it"), *([buttons(*row)] if row else [])]
    return View("A form of mine", blocks, callback_id="reflection.none", submit="Save")


def shows(listener: Listener) -> Listener:
    """In its place; the one that asks Slack says "One moment" first, where there is room for it."""

    def after_asking(slack: WebClient) -> View:
        return form()

    return after_asking if _asks_slack(listener) else form_alone


def form_alone() -> View:
    return form()


def pushes(_: Listener) -> Listener:
    return lambda: Pushed(form())


def in_the_end(_: Listener) -> Listener:
    return lambda: Afterwards(form_alone)


def fails_in_the_end(_: Listener) -> Listener:
    def fails() -> View:
        raise ValueError("a fault of ours")

    return lambda: Afterwards(fails)


def opening(feature: Feature, *, pressed: Callable[..., Listener], typed: Callable[..., Listener]) -> Feature:
    parts = dict.fromkeys(("shows", "shortcuts", "everywhere"), pressed)
    parts |= dict.fromkeys(("commands", "says", "dashed"), typed)
    changed: dict[str, Any] = {
        part: {verb: made(listener) for verb, listener in getattr(feature, part).items()}
        for part, made in parts.items()
    }
    return replace(feature, start=typed(feature.start) if feature.start else None, **changed)


@pytest.fixture
def world_of(sqlite_url: str) -> Iterator[Callable[..., World]]:
    made: list[World] = []

    def world(pressed: Callable[..., Listener] = shows, typed: Callable[..., Listener] = shows) -> World:
        features = tuple(opening(feature, pressed=pressed, typed=typed) for feature in FEATURES)
        made.append(World(sqlite_url, features=features))
        return made[0]

    yield world
    for one in made:
        one.close()


def sees(somebody: Somebody) -> str:
    """All that is before them: the form that is open, what only they see, their Home."""
    home = somebody.world.slack.state(somebody.id)["home"]
    said_ = [said(message.raw.get("blocks") or []) for message in somebody.messages()]
    return "\n".join([*said_, said(home["blocks"]) if home else "", somebody.reads if somebody.form else ""])


def words(how: str, code: str) -> str:
    why = phrase(f"common.unshown.{'late' if code in LATE else 'why'}")
    return f"{why} {phrase(f'common.unshown.{how}')}"


def presses(somebody: Somebody, place: str, verb: str) -> None:
    """That button, which stands there, and nowhere else."""
    slack, web, row = (
        somebody.world.slack,
        somebody.world.bot.slack,
        buttons(button("Go", verb, "x"), block_id="b"),
    )
    where: dict[str, Any]
    if place == MESSAGE:
        posted = web.chat_postMessage(channel=somebody.id, text="Go", blocks=[row])
        where = {"channel": somebody.dm, "ts": posted["ts"]}
    elif place == HOME:
        where = {
            "view": web.views_publish(user_id=somebody.id, view={"type": "home", "blocks": [row]})["view"][
                "id"
            ]
        }
    else:
        trigger = slack.workspace.trigger(somebody.id)
        where = {
            "view": web.views_open(trigger_id=trigger, view=form().payload() | {"blocks": [row]})["view"][
                "id"
            ]
        }
    slack.press(somebody.id, action_id=verb, block_id="b", **where)
    somebody.world.settle()


def leaves(somebody: Somebody) -> None:
    """Nothing of it is before them any more."""
    slack = somebody.world.slack
    slack.conversations[somebody.dm].messages.clear()
    slack.workspace.homes.pop(somebody.id, None)
    slack.workspace.stacks.pop(somebody.id, None)
    slack.faults.planned.clear()


VERBS = [verb for feature in FEATURES for verb in feature.shows]


@pytest.mark.parametrize("place", [MESSAGE, HOME, MODAL])
def test_a_button_that_opens_nothing_says_so_where_it_was_pressed(
    world_of: Callable[..., World], place: str
) -> None:
    world, codes = world_of(), cycle(TROUBLE)
    ana, unsaid, method = world["Ana"], list[str](), UPDATE if place == MODAL else OPEN

    for verb, code in zip(VERBS, codes, strict=False):
        world.slack.faults.next(method, code, times=5)
        presses(ana, place, verb)
        told = sees(ana)
        unsaid += [f"{verb}, {code}: {told[:200]}"] if words(place, code) not in told else []
        leaves(ana)

    assert unsaid == []


def test_a_form_that_is_not_pushed_on_the_open_one_says_so_in_that_one(
    world_of: Callable[..., World],
) -> None:
    world = world_of(pressed=pushes)
    ana, unsaid = world["Ana"], list[str]()

    for verb, code in zip(VERBS, cycle((*TROUBLE, "push_limit_reached")), strict=False):
        world.slack.faults.next(PUSH, code, times=5)
        presses(ana, MODAL, verb)
        open_ = ana.reads if ana.form else ""
        unsaid += [f"{verb}, {code}: {open_[:200]}"] if words(MODAL, code) not in open_ else []
        leaves(ana)

    assert unsaid == []


@pytest.mark.parametrize(("place", "first"), [(HOME, PUBLISH), (MODAL, OPEN)])
def test_where_no_view_is_shown_at_all_it_is_said_in_a_message(
    world_of: Callable[..., World], place: str, first: str
) -> None:
    world = world_of()
    ana = world["Ana"]
    for method in (OPEN, PUSH, UPDATE, PUBLISH):
        # The first is how the button came to stand there.
        world.slack.faults.next(method, "fatal_error", times=5, after=int(method == first))

    presses(ana, place, VERBS[0])

    assert words(place, "fatal_error") in ana.card.text


@pytest.mark.parametrize(
    "verb", [verb for feature in FEATURES for verb in (*feature.shortcuts, *feature.everywhere)]
)
@pytest.mark.parametrize("code", ["expired_trigger_id", "internal_error"])
def test_a_shortcut_that_opens_nothing_says_so(world_of: Callable[..., World], verb: str, code: str) -> None:
    world = world_of()
    ana, slack = world["Ana"], world.slack
    ts = (
        slack.post(ana.id, "C0HOME", "We never asked the night staff.")
        and slack.conversations["C0HOME"].messages[-1].ts
    )
    slack.faults.next(OPEN, code, times=5)

    if any(verb in feature.everywhere for feature in FEATURES):
        slack.shortcut(ana.id, verb)
    else:
        slack.message_shortcut(ana.id, verb, "C0HOME", ts)
    world.settle()

    told = [said(message.raw.get("blocks") or []) for message in [*ana.messages(), *ana.messages("C0HOME")]]
    assert words("shortcut", code) in "\n".join(told)


@pytest.mark.parametrize("place", [MESSAGE, HOME])
def test_where_slack_opened_it_and_did_not_say_so_nobody_reads_that_it_took_too_long(
    world_of: Callable[..., World], place: str
) -> None:
    world = world_of()
    ana, verb = world["Ana"], next(v for f in FEATURES for v, one in f.shows.items() if _asks_slack(one))
    world.slack.faults.next(OPEN, "drop_after")

    presses(ana, place, verb)

    assert words(place, "exchanged_trigger_id") in sees(ana)
    assert phrase("common.unshown.late") not in sees(ana)


def test_where_only_one_moment_opened_it_is_said_where_it_was_pressed(world_of: Callable[..., World]) -> None:
    world = world_of()
    ana, verb = world["Ana"], next(v for f in FEATURES for v, one in f.shows.items() if _asks_slack(one))
    world.slack.faults.next(UPDATE, "internal_error", times=5)

    presses(ana, MESSAGE, verb)

    assert words(MODAL, "internal_error") in ana.whispered.words
    assert [one.raw["text"] for one in ana.messages() if not one.ephemeral] == ["Go"]


def commands() -> Iterator[str]:
    """Each as somebody types it, with a question behind it."""
    for feature in FEATURES:
        for verb in feature.typed:
            name, dashes, whom = verb.partition(" --")
            yield f"{name} {TYPED}{' --' if dashes else ''}{whom}"


@pytest.mark.parametrize("opens", [shows, in_the_end])
def test_a_command_that_opens_nothing_comes_back_as_it_was_typed(
    world_of: Callable[..., World], opens: Callable[..., Listener]
) -> None:
    world = world_of(typed=opens)
    ana, unsaid = world["Ana"], list[str]()

    for command, code in zip(list(commands()) * 2, cycle(TROUBLE), strict=False):
        world.slack.faults.next(OPEN, code, times=5)
        ana.types(command)
        wrong = [] if words("typed", code) in sees(ana) else [f"is told {sees(ana)[:200]}"]
        world.slack.faults.planned.clear()
        ana.presses("Try again")
        wrong += [] if ana.form else ["is not opened when it is tried again"]
        unsaid += [f"{command}, {code}: {one}" for one in wrong]
        leaves(ana)

    assert unsaid == []


def test_a_command_too_long_for_a_button_is_given_back_to_copy(world_of: Callable[..., World]) -> None:
    world = world_of()
    ana, long = world["Ana"], "What did we avoid? " * 110
    world.slack.faults.next(OPEN, "internal_error", times=5)

    ana.types(f"/reflect {long}")

    assert words("copy", "internal_error") in sees(ana)
    assert long.strip() in sees(ana)


def test_what_was_typed_comes_back_where_it_breaks_after_the_answer(world_of: Callable[..., World]) -> None:
    world = world_of(typed=fails_in_the_end)
    ana = world["Ana"]

    ana.types(f"/reflect {TYPED}")

    assert f"/reflect {TYPED}" in ana.whispered.words


def test_nothing_typed_stands_in_a_message_that_stays(world_of: Callable[..., World]) -> None:
    world = world_of()
    ana = world["Ana"]
    world.slack.faults.next(OPEN, "internal_error", times=5)
    world.slack.workspace.response_urls = Never()  # type: ignore[assignment]

    ana.types(f"/reflect {TYPED}")

    assert words("type", "internal_error") in ana.card.text
    assert "avoid" not in str([call for call in world.slack.calls if call.method.startswith("chat.")])


class Never(dict[str, Any]):
    """Response addresses of which none works any more."""

    def get(self, *_: object) -> None:
        return None
