"""What a log hands to the generic tests: one person's own words, which nobody else ever reads."""

import secrets
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache
from random import Random

from bot import catalogue
from bot.features.mylog import cards, flow, forms
from bot.features.mylog.before import forms as before
from bot.features.mylog.models import ENTRY, LOGS, MOST
from bot.refusal import Refusal
from bot.rounds.company import own
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.slack.blocks import Message
from bot.slack.text import cut
from tests.faults.harness import Fragile, Step, by_time, closes, inside, opens_home, presses, sends, types
from tests.practices import IDS, NOW, PLAIN, TEAM, Drawn, Handed, Names, Readable
from tests.practices.reflection.transitions import of, step

WORDS = f"I was afraid of being in the way, {secrets.token_hex(16)}"
LINE = f"I would like to ask you something, {secrets.token_hex(16)}"

ME = IDS[0]
Verb = Callable[[Round, Random, datetime], object]


def _any(round_: Round, random: Random) -> str:
    found = round_.of_kind(ENTRY)
    return random.choice(found).id if found else "none"


def _passes(round_: Round, _: Random, now: datetime) -> None:
    """And what waits to be said is said."""
    flow.time_passes(round_, now + timedelta(days=40))
    for seat in round_.seats:
        seat.rang, seat.notice = seat.notice or seat.rang, ""


VERBS: dict[str, Verb] = {
    "write": lambda r, _, now: flow.write(r, ME, "words", now),
    "answer": lambda r, _, now: flow.write(r, ME, "words", now, question="What was it?", prompt="F20-01"),
    "change": lambda r, random, _: flow.change(r, _any(r, random), "other words"),
    "delete": lambda r, random, _: flow.delete(r, _any(r, random)),
    "delete all": lambda r, _, __: own.empty(r, ME),
    "asks": lambda r, _, now: flow.ask_by_itself(r, now, asks=True),
    "quiet": lambda r, _, now: flow.ask_by_itself(r, now, asks=False),
    "time": _passes,
    "goes": lambda r, _, __: setattr(r.seats[0], "gone", True),
}


def life(random: Random) -> Iterator[Round]:
    round_ = LOGS.begin(TEAM, f"log-{random.random()}", Seat(ME, name=PLAIN[0]), NOW)
    yield round_
    for hour, verb in enumerate((*random.choices(list(VERBS), k=11), "asks", "time"), 1):
        try:
            VERBS[verb](round_, random, NOW + timedelta(hours=hour))
        except Refusal:
            continue
        yield round_


@cache
def scenes() -> list[Round]:
    """Empty, with a little in it, with much; asking by itself or not; of somebody who is gone."""
    found: dict[tuple[object, ...], Round] = {}
    for turn in range(200):
        for round_ in life(Random(turn)):
            many, rang = len(round_.of_kind(ENTRY)), bool(round_.seats[0].rang)
            shape = (round_.step, many, rang, round_.ends_at is None)
            found.setdefault(shape, deepcopy(round_))
    much = LOGS.begin(TEAM, "log-much", Seat(ME, name=PLAIN[0]), NOW)
    for hour in range(45):
        flow.write(much, ME, "words", NOW + timedelta(hours=hour), question="What was it?")
    return [*found.values(), much]


def of_log(round_: Round, _: Readable, words: str) -> Drawn:
    """It is drawn for its person alone."""
    yield "cards.card", cards.card(round_, round_.seats[0])
    for start in (0, 15):
        yield "forms.log", forms.log(round_, start, files=start == 0)
    for support in ("", f"Maya, {words[:200]}"):
        yield "forms.how", forms.how(round_, support)
    for entry in round_.of_kind(ENTRY)[:2]:
        yield "forms.change", forms.change(round_, entry)


def of_no_log(_: Names, words: str) -> Drawn:
    found = catalogue.families("alone") or catalogue.families("pair")
    for typed in ("", words):
        yield "forms.write", forms.write(None, "", typed)
        for prompt in [family.prompts[0] for family in found]:
            yield "forms.write", forms.write(prompt, "Maya" if typed else "", typed)
    yield "forms.questions", forms.questions(found)
    yield "forms.copy", forms.copy()
    for key in ("asked", "sent", "not_sent"):
        yield "forms.copied", forms.copied(cards.words[f"copy.{key}"].fill())
    yield "before.forms.before", before.before("pair-1")
    line = cut(words, before.LINE)
    for kept in (False, True):
        yield "before.forms.after", before.after(line, "pair-1", kept=kept, paired=not kept)


def spoken(round_: Round, _: Readable) -> Iterator[Message]:
    yield cards.card(round_, round_.seats[0])


def worn(reply: Reply, _: Names, words: str) -> str | None:
    """An entry as the form cuts it; the question above it is the catalogue's."""
    if reply.text is None:
        return None
    return (words.strip() or "words")[:MOST] if reply.kind == ENTRY else reply.text


_log = types("Ana", "/alongside log")
opened = (_log,)


def in_log(action: str) -> Step:
    return inside(_log, "Ana", presses("Ana", action))


writing = (*opened, in_log("mylog.write"))
wrote = (*writing, sends("Ana", text=WORDS))


def kept(many: int) -> Callable[[Fragile], bool]:
    def does(world: Fragile) -> bool:
        with world.bot.store.read() as db:
            row = db.connection.exec_driver_sql("SELECT count(*) FROM replies WHERE kind = 'entry'").scalar()
        return bool(row == many)

    return does


def is_asked(world: Fragile) -> bool:
    return any("waits in your log" in one.text for one in world["Ana"].messages() if not one.ephemeral)


TRANSITIONS = (
    of("something is written", writing, (sends("Ana", text=WORDS),), kept(1)),
    of("it is changed", (*wrote, in_log("mylog.change")), (sends("Ana", text=LINE),), kept(1)),
    of("it is deleted", wrote, (in_log("mylog.delete"),), kept(0)),
    of("all of it is deleted", wrote, (in_log("mylog.delete_all"),), kept(0)),
    of("a page before it is said is kept", (opens_home("Ana"), presses("Ana", "mylog.before")),
       (sends("Ana", say=WORDS, kindly=LINE, keep=True),), kept(2)),
    of("it asks by itself", opened, (in_log("mylog.monthly"),), step("mylog.open")),
    by_time(of("a question comes after four weeks", (*opened, in_log("mylog.monthly"), closes("Ana")),
       (), is_asked)),
)  # fmt: skip

PRESSES = dict.fromkeys(
    (
        *("mylog.open", "mylog.newest", "mylog.older", "mylog.write", "mylog.next", "mylog.another"),
        *("mylog.questions", "mylog.answer", "mylog.change", "mylog.copy", "mylog.send_copy", "mylog.how"),
        *("mylog.before", "mylog.delete", "mylog.delete_all", "mylog.monthly", "mylog.quiet"),
    ),
    "oneself",
)
FORMS = dict.fromkeys(("mylog.write", "mylog.change", "mylog.before"), "oneself")

HANDED = Handed(
    scenes=scenes,
    cover=scenes,
    draws=of_log,
    alone=of_no_log,
    worn=worn,
    spoken=spoken,
    may_read=own.may_read,
    sealed={"log": frozenset({"entry", "asked"})},
    days={"log": 0},
    leaves=lambda round_, person_id, _: own.empty(round_, person_id),
    lasts={"log.open": "it is kept until its person deletes it, or is gone"},
    keeps={"entry": "it is its person's until they delete it", "asked": "it stands above what answers it"},
    lives=life,
    claims={"card.asks": lambda past, _: past.ever(lambda one: one.facts.get("asks"))},
    presses=PRESSES,
    forms=FORMS,
    transitions=TRANSITIONS,
    secret=(WORDS, LINE),
    elsewhere=("mylog.home.news", "mylog.copy.comment"),
    final=("mylog.delete_all",),
)
