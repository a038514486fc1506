"""Fifty pairs who answer at the same instant, and requests that Slack delivers many times over."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.app import Alongside
from bot.features.reflection import flow, forms
from bot.people import queries as people
from bot.playground import api_views
from bot.playground.client import NotThereError
from bot.playground.inbound import Reply
from bot.playground.records import Person
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Seat
from bot.rounds.keeping.tables import replies, rounds, seats
from bot.rounds.showing.paces import PACE, PROMPTLY
from tests.size import PAIRS, TIMES
from tests.world import NAMES, TEAM, World, deliver, pressable


class Busy(World):
    """A world whose bot works by itself, in threads, until it is told to rest."""

    threads = False
    pace = PACE + PROMPTLY  # a busy machine takes so long to tell, at most, before the next is let in

    def _start(self) -> Alongside:
        return Alongside(self.settings, self.clock, threads=self.threads, features=self.features)

    def work_in_threads(self) -> None:
        self.threads = True
        self.restart()

    def rest(self) -> None:
        """What is being told is told to its end; the rest is left to the next process."""
        self._stop()
        self.restart()
        self.settle()

    def close(self) -> None:
        """Nothing of it works on, not even after a test that failed: the next world stands at its address."""
        if self.threads:
            self._stop()
        super().close()

    def _stop(self) -> None:
        self.threads = False
        self.bot.surface.close()
        self.bot.show.close()


@pytest.fixture
def busy(database_url: str) -> Iterator[Busy]:
    world = Busy(database_url)
    yield world
    problems = list(world.slack.problems)
    world.close()
    assert problems == []


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """All of these begin at the same instant; what they return."""
    together = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        together.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(run, act) for act in acts]]


def couples(world: Busy, many: int, *, as_other: bool = False) -> list[tuple[str, str]]:
    """So many pairs of people, each asked a question and each with the form open in front of them."""
    pairs = [(f"U1A{n:02}", f"U1B{n:02}") for n in range(many)]
    for person_id in [one for pair in pairs for one in pair]:
        world.slack.people[person_id] = Person(person_id, person_id.lower(), person_id)
    with world.bot.store.begin() as db:
        for number, pair in enumerate(pairs):
            for person_id in pair:
                people.meet(db, TEAM, person_id)
            people.join(db, TEAM, f"pair-{number}", pair, world.clock())
            both = [Seat(person_id, name=person_id) for person_id in pair]
            about = (TEAM, f"round-{number}", pair[0], f"pair-{number}", both, "What now?", world.clock())
            asked = flow.ask(*about, as_other=as_other)
            queries.add(db, asked)
    world.settle()
    for number, pair in enumerate(pairs):
        for person_id in pair:
            opens_form(world, f"round-{number}", person_id)
    return pairs


def opens_form(world: World, round_id: str, person_id: str) -> None:
    """The form to answer in is open in front of them."""
    with world.bot.store.read() as db:
        round_ = queries.find(db, TEAM, round_id)
        form = forms.answer(round_, people.find(db, TEAM, person_id)).payload()
    shown = api_views.checked(world.slack.app, form, "modal")
    view = api_views.new_view(world.slack.app, person_id, shown)
    world.slack.workspace.stacks[person_id] = [view]


def submits(world: Busy, person_id: str, text: str) -> Callable[[], Any]:
    view = world.slack.views(person_id)[-1]
    [block] = [b for b in view["blocks"] if b.get("block_id") == "answer"]
    typed = {"answer": {block["element"]["action_id"]: {"type": "plain_text_input", "value": text}}}
    return lambda: world.slack.submit(person_id, view["id"], typed)


def rung(world: Busy, person_id: str) -> list[str]:
    """The texts of what was posted to somebody, in order; updates ring nobody."""
    posts = [call for call in world.slack.calls if call.method == "chat.postMessage" and call.outcome == "ok"]
    return [str(call.args["text"]) for call in posts if call.args["channel"] == person_id]


def stands(world: Busy, person_id: str) -> str:
    """What the newest message in their direct messages says."""
    direct = world.slack.workspace.direct(person_id)
    return str(world.slack.seen_by(person_id, direct.id)[-1]["text"])


def test_fifty_pairs_who_answer_at_the_same_instant_are_each_opened_once(busy: Busy) -> None:
    pairs = couples(busy, PAIRS)
    before = {one: len(rung(busy, one)) for pair in pairs for one in pair}
    assert set(before.values()) == {1}
    busy.work_in_threads()

    outcomes = at_once([submits(busy, one, f"words of {one}") for pair in pairs for one in pair])
    busy.rest()

    assert [outcome for outcome in outcomes if not outcome.ok] == []
    with busy.bot.store.read() as db:
        steps = Counter(db.execute(select(rounds.c.step)).scalars())
        kinds = Counter(db.execute(select(replies.c.kind)).scalars())
        moments = Counter(db.execute(select(seats.c.rang)).scalars())
    assert steps == {"read": PAIRS}
    assert kinds == {"question": PAIRS, "open": 2 * PAIRS}
    assert moments == {"asked": PAIRS, "opened": PAIRS}
    for pair in pairs:
        posted = sorted(len(rung(busy, one)) - before[one] for one in pair)
        assert posted == [0, 1]  # whoever was first hears of it; whoever was last reads it at once
        for one in pair:
            assert "You have both answered" in stands(busy, one)


def test_whoever_was_last_reads_both_answers_at_once(busy: Busy) -> None:
    pairs = couples(busy, min(PAIRS, 10))
    busy.work_in_threads()

    at_once([submits(busy, one, f"words of {one}") for pair in pairs for one in pair])
    busy.rest()

    for pair in pairs:
        reading = [one for one in pair if busy.slack.views(one)]
        assert len(reading) == 1
        shown = str(busy.slack.views(reading[0])[-1])
        assert all(f"words of {one}" in shown for one in pair)


def test_pairs_who_say_it_as_the_other_at_the_same_instant_each_hear_how_near_it_is(busy: Busy) -> None:
    pairs = couples(busy, min(PAIRS, 10), as_other=True)
    busy.work_in_threads()

    at_once([submits(busy, one, f"as the other, by {one}") for pair in pairs for one in pair])
    busy.rest()

    with busy.bot.store.read() as db:
        kinds = Counter((row.kind, row.about) for row in db.execute(select(replies.c.kind, replies.c.about)))
        ids = db.execute(select(rounds.c.id)).scalars().all()
        steps = Counter(seat.step for round_ in queries.these(db, TEAM, ids) for seat in round_.seats)
    assert kinds == {("question", ""): len(pairs), **{("open", one): 1 for pair in pairs for one in pair}}
    assert steps == {"heard": 2 * len(pairs)}
    for pair in pairs:
        assert all("wrote what you would say" in stands(busy, one) for one in pair)


def test_pairs_who_say_at_the_same_instant_that_they_are_here_are_there_together(busy: Busy) -> None:
    pairs = couples(busy, min(PAIRS, 10))
    for pair in pairs:
        for one in pair:
            busy.slack.workspace.stacks[one] = []
    busy.work_in_threads()

    outcomes = at_once([says_here(busy, one) for pair in pairs for one in pair])
    busy.rest()

    assert [outcome for outcome in outcomes if not outcome.ok] == []
    for pair in pairs:
        assert all("First, write your own" in stands(busy, one) for one in pair)
        assert [len(rung(busy, one)) for one in pair] == [1, 1]  # as it was asked: nothing rings for it


def says_here(busy: Busy, person_id: str) -> Callable[[], Any]:
    """Their press of *We are both here*, on the card in front of them, and on that which takes its place."""
    direct = busy.slack.workspace.direct(person_id)

    def press() -> Any:
        card = busy.slack.seen_by(person_id, direct.id)[-1]
        found = [one for one in pressable(card["blocks"]) if one[1]["action_id"] == "reflection.here"]
        [(block, button)] = found
        try:
            return busy.slack.press(
                person_id,
                channel=direct.id,
                ts=card["ts"],
                action_id=button["action_id"],
                block_id=block["block_id"],
            )
        except NotThereError:
            return press()

    return press


class Recorder:
    """Lets requests through to the bot, and keeps them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.sent: list[tuple[bytes, dict[str, str]]] = []
        self._through = world.slack.inbound.deliver
        world.slack.inbound.deliver = self

    def __call__(self, body: bytes, headers: dict[str, str]) -> Reply:
        self.sent.append((body, headers))
        return self._through(body, headers)

    def never_arrives(self, act: Callable[[], Any]) -> tuple[bytes, dict[str, str]]:
        """The request that this act makes, which does not reach the bot."""
        through, self._through = self._through, lambda body, headers: Reply(200, {}, b"")
        act()
        self._through = through
        return self.sent[-1]


def many_times(world: World, request: tuple[bytes, dict[str, str]]) -> list[int]:
    wsgi = world.bot.wsgi
    return [reply.status for reply in at_once([lambda: deliver(wsgi, *request)] * TIMES)]


def test_one_answer_that_arrives_twenty_times_at_once_is_kept_once(busy: Busy) -> None:
    busy.pair("Ana", "Ben")
    ana, ben = busy["Ana"], busy["Ben"]
    ana.types("/reflect What now?")
    ana.presses("Write my answer")
    arriving = Recorder(busy).never_arrives(lambda: ana.send_only({"In your own words": "The money."}))
    busy.work_in_threads()

    answers = many_times(busy, arriving)
    busy.rest()

    assert set(answers) == {200}
    with busy.bot.store.read() as db:
        kinds = Counter(db.execute(select(replies.c.kind)).scalars())
    assert kinds == {"question": 1, "answer": 1}
    assert len(ben.news()) == 1


def test_the_last_answer_that_arrives_twenty_times_at_once_opens_them_once(busy: Busy) -> None:
    busy.pair("Ana", "Ben")
    ana, ben = busy["Ana"], busy["Ben"]
    ana.types("/reflect What now?")
    ana.answers("The money.")
    ben.presses("Write my answer")
    ana.news()
    arriving = Recorder(busy).never_arrives(lambda: ben.send_only({"In your own words": "Who decides."}))
    busy.work_in_threads()

    answers = many_times(busy, arriving)
    busy.rest()

    assert set(answers) == {200}
    with busy.bot.store.read() as db:
        kinds = Counter(db.execute(select(replies.c.kind)).scalars())
    assert kinds == {"question": 1, "open": 2}
    assert len(ana.news()) == 1


def test_a_command_that_arrives_twenty_times_at_once_asks_once(busy: Busy) -> None:
    busy.pair("Ana", "Ben")
    ana, ben = busy["Ana"], busy["Ben"]
    arriving = Recorder(busy).never_arrives(
        lambda: busy.slack.post(NAMES["Ana"], ana.dm, "/reflect What now?")
    )
    busy.work_in_threads()

    answers = many_times(busy, arriving)
    busy.rest()

    assert set(answers) == {200}
    with busy.bot.store.read() as db:
        asked = db.execute(select(func.count()).where(rounds.c.feature == "reflection")).scalar_one()
    assert asked == 1
    assert [len(ana.news()), len(ben.news())] == [1, 1]


def test_a_question_that_is_typed_again_within_minutes_is_the_same_question(busy: Busy) -> None:
    busy.pair("Ana", "Ben")
    ana, ben = busy["Ana"], busy["Ben"]

    ana.types("/reflect What now?")
    ana.types("/reflect What now?")
    assert len(ben.news()) == 1

    busy.move(hours=1)
    ana.types("/reflect What now?")
    assert len(ben.news()) == 1
    ana.types("/reflect And then?")
    assert len(ben.news()) == 1
