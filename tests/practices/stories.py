"""What a stories round hands to the generic tests: at one's own pace and live, before a yes and after it."""

from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache, partial

from sqlalchemy import text

from bot.features.stories import cards, flow
from bot.features.stories.flow import PRACTICE
from bot.features.stories.listeners import PLANNING
from bot.rounds.company.standing import looks_after
from bot.rounds.keeping.models import Round, Seat
from bot.rounds.practice import life, moments, parts, planned
from bot.rounds.practice.declared import FORGOTTEN, QUESTION, joined
from bot.rounds.practice.planning import THEME_MAX
from bot.rounds.showing.sentences import whisper
from tests.declared import SAID, handing
from tests.faults.harness import Fragile, Step, Transition, presses, sends, types, walks
from tests.practices import HERE, IDS, NOW, PLAIN, TEAM, Drawn, History, Names, Readable
from tests.world import NAMES


def asked(
    team: str,
    id_: str,
    host: Seat,
    _: Sequence[Seat],
    channel: str | None,
    theme: str,
    now: datetime,
    subject: str | None = None,
    *,
    live: bool = False,
    ready: bool = False,
) -> Round:
    """Ben and Chloe might tell; Dev looks after it, too, and Esi can be turned to."""
    ben, chloe = (Seat(id_, name=name) for id_, name in zip(IDS[1:], PLAIN[1:], strict=True))
    dev, esi = (Seat(NAMES[name], name=name) for name in ("Dev", "Esi"))
    opens = now + timedelta(days=2)
    plan = planned.Plan([ben, chloe], dev, esi, opens, live)
    round_ = planned.ask(flow.OPENING, team, id_, host, channel, theme, plan, now)
    planned.stand(round_)
    if ready:
        life.take(round_, dev.person_id, now)
        for seat in (ben, chloe):
            flow.say_yes(round_, seat.person_id, few=True)
        life.settle(PRACTICE, round_, now)
    return round_


ASKS = tuple(
    partial(asked, live=live, ready=ready) for live in (False, True) for ready in (True, True, False)
)
DECLARED = handing(PRACTICE, cards.FACES, ASKS)


def _over(round_: Round) -> datetime:
    """The time of its step is over."""
    now = round_.ends_at or NOW
    life.time_passes(PRACTICE, round_, now)
    life.settle(PRACTICE, round_, now)
    for seat in round_.present:
        seat.rang, seat.notice = seat.notice or seat.rang, ""
    return now


def _walk(*, live: bool) -> Iterator[Round]:
    """From its question to its end; one is asked to change their words, one needs a moment and rests."""
    ana = Seat(IDS[0], name=PLAIN[0])
    round_, now = asked(TEAM, f"walk-{live}", ana, [], HERE, "theme", NOW, live=live, ready=True), NOW
    yield deepcopy(round_)
    for me in () if live else IDS[1:]:
        life.write(PRACTICE, round_, me, {flow.STORY: f"How it was for {me}"}, now)
    while round_.step != FORGOTTEN:
        yield deepcopy(round_)
        if round_.step == flow.OPENED:
            moments.calls(PRACTICE, round_, IDS[2], [moments.SUPPORT, moments.HOSTS], now)
            life.rest(PRACTICE, round_, IDS[2], now)
            yield deepcopy(round_)
            life.back(PRACTICE, round_, IDS[2], now)
            life.hold_back(round_, IDS[0], f"{flow.STORY}|{IDS[1]}", now)
            yield deepcopy(round_)
            life.write_anew(PRACTICE, round_, IDS[1], {flow.STORY: "How it was for me"}, now)
        if round_.step == flow.RANG:
            life.write(PRACTICE, round_, NAMES["Dev"], {flow.RANG: "That waiting"}, now)
        if round_.step == flow.ALOUD:
            for times in (1, 2, 3):
                flow.prompt(round_, IDS[0], now + timedelta(minutes=times))
                yield deepcopy(round_)
        if round_.step == flow.AFTER:
            for seat in joined(round_):
                yield deepcopy(round_)
                said = dict.fromkeys(flow.ITEMS, "partly")
                life.write(PRACTICE, round_, seat.person_id, said, now, sure=True)
            yield deepcopy(round_)
        now = _over(round_)
    yield round_


@cache
def scenes() -> list[Round]:
    """Every step of it, at both paces; and whatever else people come to."""
    return [*_walk(live=False), *_walk(live=True), *DECLARED.scenes()]


def alone(names: Names, words: str) -> Drawn:
    """The form in which it is asked for, with a channel and without."""
    seats = [Seat(IDS[0], name=names[0])]
    yield "usage", whisper(cards.words["usage"].fill())
    for place in (HERE, ""):
        yield "start", PLANNING.form(place, words[:THEME_MAX], seats, "Europe/London", NOW)
    yield "asked", PLANNING.asked(HERE)


def draws(round_: Round, readable: Readable, words: str) -> Drawn:
    """What every practice draws; besides, what telling means."""
    yield from DECLARED.draws(round_, readable, words)
    for seat in round_.seats:
        mine = readable(round_, seat.person_id)
        if looks_after(round_, seat.person_id):
            yield "ask_more", PLANNING.more(mine, seat.person_id)
        if seat.facts.get(parts.PART) and round_.step in flow.BEFORE:
            yield "cards.tell", cards.tell(mine, seat.person_id)


def _put_off(past: History, _: Seat) -> bool:
    """Nothing that was written is left."""
    words = [reply for reply in past.round.replies if reply.kind != QUESTION]
    return past.round.step == flow.POSTPONED and not words


def _stands(*steps: str) -> Callable[[Fragile], bool]:
    def stands(world: Fragile) -> bool:
        with world.bot.store.read() as db:
            found = text("SELECT step FROM rounds WHERE feature = 'stories'")
            return str(db.execute(found).scalar()) in steps

    return stands


def _yes(name: str) -> tuple[Step, ...]:
    return presses(name, "stories.tell"), sends(name, few=True)


def _writes(name: str, **said: str) -> tuple[Step, ...]:
    return presses(name, "stories.write"), sends(name, **said)


typed = (types("Ana", "/alongside stories How is it?", HERE),)
named = {"named": (NAMES["Ben"], NAMES["Chloe"]), "beside": NAMES["Dev"], "support": NAMES["Esi"]}
begun = (*typed, sends("Ana", **named))
ready = (*begun, presses("Dev", "stories.host_yes"), *_yes("Ben"), *_yes("Chloe"))
written = (*ready, *_writes("Ben", story=SAID), *_writes("Chloe", story=SAID))
opened = (*written, walks(days=7))
rang = (*opened, walks(days=3))
more = (presses("Ben", "stories.menu", where=HERE),)

TRANSITIONS = (
    Transition("asked", typed, (sends("Ana", **named),), _stands(flow.PREPARE)),
    Transition("a yes", (*begun, presses("Ben", "stories.tell")), _yes("Ben")[1:], _stands(flow.PREPARE)),
    Transition("sealed", (*ready, presses("Ben", "stories.write")), (sends("Ben", story=SAID),),
               _stands(flow.PREPARE)),
    Transition("opened by time", written, (walks(days=7),), _stands(flow.OPENED)),
    Transition("one withdrew", opened, (presses("Ben", "stories.not_telling"),), _stands(flow.POSTPONED)),
    Transition("put off", begun, (walks(days=8),), _stands(flow.POSTPONED)),
    Transition("what rang true", (*rang, presses("Ana", "stories.write")), (sends("Ana", rang=SAID),),
               _stands(flow.RANG)),
    Transition("a moment", (*opened, presses("Ben", "stories.moment")), (sends("Ben", whom=("hosts",)),),
               _stands(flow.OPENED)),
    Transition("paused", (*opened, *more), (presses("Ben", "stories.pause"),), _stands(flow.OPENED)),
    Transition("left", (*opened, *more), (presses("Ben", "stories.step_out"),), _stands(flow.POSTPONED)),
    Transition("over", rang, (walks(days=32),), _stands(FORGOTTEN)),  # what was told then is forgotten, too
)  # fmt: skip

HANDED = replace(
    DECLARED,
    in_channel=True,
    alone=alone,
    draws=draws,
    scenes=scenes,
    cover=scenes,
    claims={**DECLARED.claims, **dict.fromkeys(("step.postponed", "mine.postponed"), _put_off)},
    pressed_elsewhere=("stories.new",),
    elsewhere=("stories.help", "stories.receipt"),
    transitions=TRANSITIONS,
    presses={
        **DECLARED.presses,
        "stories.new": "oneself",
        "stories.tell": "round",
        "stories.ask_more": "round",
    },
    forms={
        **DECLARED.forms,
        "stories.start": "oneself",
        "stories.tell": "round",
        "stories.ask_more": "round",
    },
)
