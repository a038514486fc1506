"""Every way that a reflection can look, and all that is drawn of it, and of the rhythm of a pair."""

import re
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Any

from bot.catalogue import families, search
from bot.features.reflection import cards, flow, forms, listeners
from bot.features.reflection.choosing import forms as choosing
from bot.features.reflection.choosing import listeners as looking_for
from bot.features.reflection.choosing.forms import ANY, Looking
from bot.features.reflection.flow import standing
from bot.features.reflection.listeners import asking
from bot.features.reflection.live import cards as live_cards
from bot.features.reflection.models import (
    LAUNCHED,
    REFLECTION,
    VISITS,
    WEEKLY,
    as_other,
    facts,
    live_of,
    place,
    stands_at,
)
from bot.features.reflection.other import cards as other_cards
from bot.features.reflection.other import forms as other
from bot.features.reflection.weekly import cards as weekly_cards
from bot.features.reflection.weekly import flow as weekly
from bot.features.reflection.weekly import forms as weekly_forms
from bot.features.reflection.weekly.models import HAND, QUIET
from bot.features.reflection.weekly.models import place as weekly_place
from bot.people.models import Member, Pair, Person
from bot.people.refresh import NAME_MAX
from bot.refusal import Refusal
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.rounds.showing import jobs
from bot.rounds.showing.pages import done
from bot.rounds.showing.sentences import whisper
from bot.rounds.showing.typed import rhythm
from bot.rounds.time import recurring
from bot.slack.asked import Who
from bot.slack.blocks import Message, choice, section
from bot.slack.forms import Form
from bot.slack.text import safe
from bot.words import FOLDER, Markup, phrase
from tests.once import once_a_run
from tests.practices import IDS, NOW, PLAIN, TEAM, Drawn, Names, Readable
from tests.practices.reflection import visits
from tests.reading import actions_in, as_read
from tests.walking import covering, different

EIGHT_WORDS = "What did we leave out of it today?"


def text(round_: Round, kind: str) -> str:
    found = round_.one(kind)
    return (found.text or "") if found else ""


def listener_of(round_: Round, person_id: str) -> str:
    return next((s.person_id for s in round_.present if place(s)["listens_to"] == person_id), "")


def note_of(round_: Round) -> str:
    found = round_.one("note")
    return found.id if found else ""


def somebody_goes(round_: Round, person_id: str, now: datetime) -> None:
    round_.seat(person_id).gone = True
    flow.time_passes(round_, now)


def everybody_is_here(round_: Round, _: str, now: datetime) -> None:
    for seat in round_.present:
        flow.here(round_, seat.person_id, now)


Verb = Callable[[Round, str, datetime], object]


VERBS: dict[str, Verb] = {
    "write": lambda r, p, now: flow.write(r, p, "Mine.", now),
    "draft": lambda r, p, now: flow.write(r, p, "Half.", now, draft=True),
    "erase": lambda r, p, now: flow.erase(r, p, now),
    "pass": lambda r, p, now: flow.pass_on(r, p, now),
    "share": lambda r, p, now: flow.choose(r, p, "share", now),
    "wait": lambda r, p, now: flow.choose(r, p, "wait", now),
    "keep": lambda r, p, now: flow.choose(r, p, "keep", now),
    "just_read": lambda r, p, now: flow.just_read(r, p, now),
    "keep_open": lambda r, p, now: flow.keep_open(r, p, now),
    "another_day": lambda r, p, now: flow.keep_open(r, p, now, (now + timedelta(days=3)).date()),
    "play_back": lambda r, p, now: flow.play_back(r, p, "You said.", now),
    "yes": lambda r, p, now: flow.confirm(r, p, listener_of(r, p), "yes", "", now),
    "nearly": lambda r, p, now: flow.confirm(r, p, listener_of(r, p), "nearly", "And.", now),
    "not_yet": lambda r, p, now: flow.confirm(r, p, listener_of(r, p), "not_yet", "", now),
    "note": lambda r, p, now: flow.write_note(r, p, "Ours.", False, note_of(r), now),
    "tick": lambda r, p, now: flow.write_note(r, p, text(r, "note") or "Ours.", True, note_of(r), now),
    "here": lambda r, p, now: flow.here(r, p, now),
    "all_here": everybody_is_here,
    "in_our_time": lambda r, p, now: flow.in_our_time(r, p, now),
    "enough": lambda r, p, now: flow.enough(r, p, now),
    "take_up": lambda r, p, now: flow.take_up(r, p, now),
    "badly": lambda r, p, now: flow.landed_badly(r, p, now),
    "go_on": lambda r, p, now: flow.go_on(r, p, now),
    "withdraw": lambda r, p, now: flow.withdraw(r, p, now),
    "step_out": lambda r, p, now: flow.step_out(r, p, now),
    "goes": somebody_goes,
    "stop": lambda r, p, now: flow.stop(r, p, now),
    "take_back": lambda r, p, now: flow.take_back(r, p, now),
    "time": lambda r, p, now: flow.time_passes(r, now),
}


RARE = {
    **{"step_out": 0.25, "goes": 0.1, "withdraw": 0.2, "enough": 0.3, "badly": 0.6, "stop": 0.4},
    **{"take_back": 0.1, "keep": 0.3, "here": 0.5, "in_our_time": 0.4, "all_here": 0.7},
}


LIKELY = {"not_yet": 3.0, "nearly": 2.0, "play_back": 4.0, "write": 3.0, "time": 2.0}


def asked(size: int, question: str = EIGHT_WORDS, *, as_other: bool = False) -> Round:
    seats = [Seat(p, name=n, zone="Europe/London") for p, n in zip(IDS[:size], PLAIN, strict=False)]
    id_ = f"other-of-{size}" if as_other else f"round-of-{size}"
    return flow.ask(TEAM, id_, IDS[0], "pair-1", seats, question, NOW, as_other=as_other)


def walk(size: int, random: Random, *, as_other: bool = False) -> Iterator[Round]:
    round_, now = asked(size, as_other=as_other), NOW
    yield round_
    names = list(VERBS)
    odds = [RARE.get(name, LIKELY.get(name, 1.0)) for name in names]
    for verb in random.choices(names, odds, k=150):
        if verb == "time" and round_.wakes_at:
            now = max(now, round_.wakes_at)
        try:
            VERBS[verb](round_, random.choice(round_.seats).person_id, now)
        except (Refusal, KeyError):
            continue
        unhurried = live_of(round_) is None
        now += timedelta(minutes=random.choice((0, 1, 60, 180) if unhurried else (0, 1, 2)))
        for seat in round_.present:  # as `notices` does in working hours
            if seat.notice:
                seat.rang, seat.notice = seat.notice, ""
        yield round_


def state_of(round_: Round) -> tuple[Any, ...]:
    """What the drawing can depend on, but for names, texts and times."""
    seats = [(s.step, s.left_at is None, _facts(s.facts), s.rang[:5]) for s in round_.seats]
    kinds = (r.kind for r in round_.replies)
    return round_.status, round_.step, round_.paused_by, stands_at(round_), *seats, *kinds, *_live(round_)


def _live(round_: Round) -> tuple[Any, ...]:
    now = live_of(round_)
    return (now["part"], now["nearly"], *now["past"]) if now else ()


def _facts(found: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(fact)[:8]) for name, fact in found.items())


def shape_of(round_: Round, seat: Seat) -> tuple[Any, ...]:
    """What makes this state look different: the card's words and buttons, and what the reading form holds."""
    face = cards._face(round_, seat)
    view = forms.read(_read_by(round_, seat.person_id), seat.person_id)
    key = other_cards.face(round_, face.key)
    says = (key, *map(_plainly, live_cards.lines(round_, seat)))
    return len(round_.seats), says, face.does, tuple(actions_in(view.blocks)), bool(round_.one("note"))


def _read_by(round_: Round, person_id: str) -> Round:
    return as_read(round_, lambda round_, reply: standing.may_read(round_, reply, person_id))


WALKS = ((1, 20, False), (2, 120, False), (3, 220, False), (2, 60, True), (3, 80, True))


@once_a_run
def scenes() -> list[Round]:
    """One round for each way that a reflection can look, for one, two and three people, in both forms."""
    walked = (
        round_
        for size, walks, as_other in WALKS
        for random in [Random(size + 21)]
        for _ in range(walks)
        for round_ in walk(size, random, as_other=as_other)
    )
    found = different(walked, state_of, lambda round_: {shape_of(round_, seat) for seat in round_.seats})
    return [
        *found,
        *of_two_listeners(),
        both_heard(),
        *notes(),
        *kept(),
        half_chosen(),
        put_by_rhythm(),
        *looking_back(),
        *shaped(),
    ]


def both_heard() -> Round:
    """Each has played back the other, and each said: yes, that's it."""
    round_ = asked(2)
    for person in IDS[:2]:
        flow.write(round_, person, "Mine.", NOW)
    for person in IDS[:2]:
        flow.play_back(round_, person, "You said.", NOW)
    for person in IDS[:2]:
        flow.confirm(round_, person, listener_of(round_, person), "yes", "", NOW)
    return round_


def half_chosen() -> Round:
    """Two of three have answered: one would wait, the other has not said."""
    round_ = asked(3)
    for person in IDS[:2]:
        flow.write(round_, person, "Mine.", NOW)
    flow.time_passes(round_, now := NOW + timedelta(days=4))
    flow.choose(round_, IDS[0], "wait", now)
    return round_


def notes() -> list[Round]:
    """A note that Ben agrees to, and Ana, who wrote it, does not yet; one that two of three have to tick."""
    round_ = both_heard()
    flow.write_note(round_, IDS[0], "Ours.", False, "", NOW)
    flow.write_note(round_, IDS[1], "Ours.", True, note_of(round_), NOW)
    three = asked(3)
    for person in IDS:
        flow.write(three, person, "Mine.", NOW)
    for person in IDS:
        flow.pass_on(three, person, NOW)
    flow.write_note(three, IDS[0], "Ours.", True, "", NOW)
    return [round_, three]


def kept() -> list[Round]:
    """A note that both ticked: as it closed, after its day, and taken out by Ana before and after."""
    round_ = both_heard()
    flow.write_note(round_, IDS[0], "Ours.", True, "", NOW)
    flow.write_note(round_, IDS[1], "Ours.", True, note_of(round_), NOW)
    late = deepcopy(round_)
    flow.time_passes(late, NOW + timedelta(days=91))
    found = [round_, late, deepcopy(round_), deepcopy(late)]
    for taken in found[2:]:
        flow.take_note_out(taken, IDS[0], NOW)
    return found


def put_by_rhythm() -> Round:
    """A question of the catalogue that came by itself, and late."""
    prompt = next(prompt for family in families("pair") for prompt in family.prompts)
    seats = [Seat(p, name=n, zone="Europe/London") for p, n in zip(IDS[:2], PLAIN, strict=False)]
    about = (TEAM, "by-rhythm", IDS[0], "pair-1", seats, prompt.question, NOW, prompt)
    round_ = flow.ask(*about, rhythm="weekly", planned=NOW)
    facts(round_)["planned"] = (NOW - timedelta(hours=3)).isoformat()
    for seat in round_.seats:
        seat.rang, seat.notice = seat.notice, ""
    return round_


def looking_back() -> list[Round]:
    """The first question comes back: Ana lets what she wrote then be read with what is now; Ben does not."""
    seats = [Seat(p, name=n, zone="Europe/London") for p, n in zip(IDS[:2], PLAIN, strict=False)]
    round_ = flow.ask(TEAM, "back", IDS[0], "pair-1", seats, EIGHT_WORDS, NOW, looks_back="first")
    before = deepcopy(round_)
    flow.write(round_, IDS[0], "Now.", NOW, then="Then.")
    half = deepcopy(round_)
    flow.write(round_, IDS[1], "Now.", NOW)
    return [before, half, round_]


def shaped() -> list[Round]:
    """A question for each kind of boxes, and one that can hurt, answered by Ana."""
    found = []
    for prompt in {(prompt.shape, prompt.sensitive): prompt for prompt in search("pair", "")}.values():
        seats = [Seat(p, name=n, zone="Europe/London") for p, n in zip(IDS[:2], PLAIN, strict=False)]
        about = (TEAM, f"asks-{prompt.id}", IDS[0], "pair-1", seats, prompt.question, NOW, prompt)
        found.append(flow.ask(*about))
        flow.write(found[-1], IDS[0], "Mine.", NOW)
    return found


def of_two_listeners() -> list[Round]:
    """Chloe and Ben would rather just read, one after the other: both play back the one answer there is."""
    round_, now = asked(3), NOW
    flow.write(round_, IDS[0], "Mine.", now)
    flow.time_passes(round_, now := now + timedelta(days=4))
    flow.choose(round_, IDS[0], "share", now)
    flow.just_read(round_, IDS[1], now)
    half = deepcopy(round_)
    flow.just_read(round_, IDS[2], now)
    for person in IDS[1:]:
        flow.play_back(round_, person, "You said.", now)
    return [half, round_]


def _plainly(line: str) -> str:
    """Whoever it names."""
    return re.sub("|".join(PLAIN), "", line)


@cache
def cover() -> list[Round]:
    """Fewer of them, in which every card and every kind of reading form is still there."""

    def looks(round_: Round) -> set[object]:
        keys = [cards._face(round_, seat).key for seat in round_.seats]
        faces: set[object] = {other_cards.face(round_, key) for key in keys}
        faces.add(("put", cards._put_by(round_)))
        faces.add(("note out", facts(round_).get("note_out")))
        faces.add(("hurts", cards._can_hurt(round_)))
        faces |= {_plainly(line) for seat in round_.seats for line in live_cards.lines(round_, seat)}
        return faces | {(len(round_.seats), as_other(round_), reply.kind) for reply in round_.replies}

    return covering(scenes(), looks)


def worn(reply: Reply, _: Names, words: str) -> str:
    """What stands in it when somebody wrote this, as the forms cut it."""
    return words.strip()[: forms.QUESTION_MAX if reply.kind == "question" else forms.ANSWER_MAX].strip()


def spoken(round_: Round, readable: Readable) -> Iterator[Message]:
    if round_.kind == REFLECTION:
        on_card = readable(round_, None)
        yield from (cards.card(on_card, seat) for seat in on_card.seats)


def of_round(round_: Round, readable: Readable, words: str) -> Drawn:
    if round_.kind == WEEKLY:
        return of_rhythm(round_)
    if round_.kind in (VISITS, LAUNCHED):
        return visits.of_visits(round_, readable)
    return of_reflection(round_, readable, words)


def of_rhythm(round_: Round) -> Drawn:
    yield "weekly.cards.receipt", weekly_cards.receipt(round_, NOW)
    for seat in round_.seats:
        yield "weekly.cards.card", weekly_cards.card(round_, seat)
        yield "weekly.cards.page", weekly_cards.page(round_, seat.person_id)
        yield "weekly.cards.card", weekly_cards.card(somebody_away(round_), seat)
    yield "weekly.forms.change", weekly_forms.change(round_, "Europe/London")
    zones = ("Europe/London", "Africa/Accra")
    about = ("rhythm_change", round_.id, zones[0], zones, Form({}))
    yield "weekly.forms.more", weekly_forms.more(*about, round_, ())
    yield "weekly.forms.rest", weekly_forms.rest(round_)


def somebody_away(round_: Round) -> Round:
    """One of them is away, and lets others read it."""
    without = deepcopy(round_)
    without.seats[-1].back_at, without.seats[-1].away_shown = NOW + timedelta(days=5), True
    return without


def of_reflection(round_: Round, readable: Readable, words: str = "") -> Drawn:
    on_card = readable(round_, None)
    for drawing in cards.draw(on_card).values():
        yield "cards.card", drawing.message
    for told in jobs._told_host(_unreached(on_card), cards.draw(on_card), []).values():
        yield "jobs._told_host", told.message
    for seat in round_.seats:
        mine = readable(round_, seat.person_id)
        who = Person(TEAM, seat.person_id, seat.name, words=seat.words, fewer=bool(seat.nudges))
        yield "forms.answer", forms.answer(mine, who)
        yield "forms.answer", forms.answer(mine, who, words[:1500], words[:1500], first=words[:1500])
        yield "forms.read", forms.read(mine, seat.person_id)
        if as_other(mine) and mine.others(seat.person_id):
            yield "other.forms.once_more", other.once_more(mine, seat.person_id)
        elif place(seat)["listens_to"] and not as_other(mine):
            yield "forms.hear", forms.hear(mine, seat.person_id)
        for listener in mine.others(seat.person_id):
            if place(listener)["listens_to"] == seat.person_id and as_other(mine):
                yield "other.forms.how_near", other.how_near(mine, seat.person_id, listener)
            elif place(listener)["listens_to"] == seat.person_id:
                yield "forms.confirm", forms.confirm(mine, seat.person_id, listener)
        if mine.others(seat.person_id):
            yield "forms.note", forms.note(mine, seat.person_id)
            yield "forms.note", forms.note(mine, seat.person_id, words[:1500])
        yield "forms.another_day", forms.another_day(mine, NOW.date())
        for support in ("", words[:1500]):
            yield "forms.how", forms.how(mine, who, support)
            yield "forms.paused", forms.paused(support)
        yield "listeners._is_this_it", listeners._is_this_it(mine.id, "1789462800.000100")


def _unreached(round_: Round) -> Round:
    for seat in round_.seats:
        seat.unreached = True
    return round_


@cache
def coming_again() -> list[Round]:
    """The rhythm of a pair: each way to come, and one that has stopped."""
    found = []
    for every in ("weekly thu 15:00", "fortnightly fri 9:00", "daily 9:30"):
        kept = rhythm(every, "Europe/London", NOW)
        assert kept
        of_two = [Seat(person, name=name) for person, name in zip(IDS[:2], PLAIN, strict=False)]
        found.append(weekly.start(TEAM, f"weekly-{every}", IDS[0], "pair-1", of_two, kept, NOW))
    by_hand = rhythm("weekly thu 15:00", "Europe/London", NOW)
    assert by_hand
    own = weekly.start(TEAM, "weekly-own", IDS[0], "pair-1", [Seat(IDS[0], name=PLAIN[0])], by_hand, NOW)
    over, rests = deepcopy(found[0]), deepcopy(found[0])
    recurring.stop(over, NOW)
    recurring.kept(rests)["rests"], recurring.kept(rests)["silent"] = True, recurring.SILENT
    recurring.settle(rests, NOW)
    return [*found, own, rests, over, *held(found[0]), *resting(found[0]), *asked_in_private(found[0])]


def held(one: Round) -> list[Round]:
    """The next question waits for the one before; one asks about something, for some weeks."""
    waits, chosen = deepcopy(one), deepcopy(one)
    weekly.asks_of(chosen, ["F10"])
    weekly.last_for(chosen, 8, NOW)
    recurring.kept(waits)["left_out"] = NOW.isoformat()
    return [waits, chosen]


def resting(one: Round) -> list[Round]:
    """It rests until a day, or until somebody says; one is left alone; it came for as long as planned."""
    until, open_, alone, ended = (deepcopy(one) for _ in range(4))
    weekly.rest(until, IDS[0], NOW, (NOW + timedelta(days=12)).date())
    weekly.rest(open_, IDS[0], NOW)
    alone.seats[1].gone = True
    weekly.time_passes(alone, None, NOW)
    goes_on = deepcopy(alone)
    weekly.start_again(goes_on, NOW)
    weekly.last_for(ended, 4, NOW)
    last = deepcopy(ended)
    assert recurring.due(last, NOW + timedelta(weeks=4), timedelta(weeks=5))
    later = NOW + timedelta(weeks=5)
    due = recurring.due(ended, later, timedelta(weeks=5))
    assert due
    assert weekly.has_ended(ended, due, later)
    return [until, open_, alone, goes_on, last, ended]


def asked_in_private(one: Round) -> list[Round]:
    """Ben let two go by and is asked; later Ana is."""
    found = []
    for person, what in ((IDS[1], QUIET), (IDS[0], HAND)):
        asked_ = deepcopy(one)
        weekly_place(asked_.seat(person))["asks"] = what
        found.append(asked_)
    return found


def of_no_round(names: Names, words: str) -> Drawn:
    """What is drawn without one: answers to commands, forms to choose in, pages that say it is done."""
    called, question = [safe(name, NAME_MAX) for name in names], words.strip()[: forms.QUESTION_MAX] or "?"
    all_pairs = [
        (Pair(TEAM, f"pair-{n}", NOW, members=[Member(p, called[0]) for p in IDS]), " and ".join(called[1:]))
        for n in range(100)
    ]
    who = Who(TEAM, IDS[0], called[0])
    table = tomllib.loads((FOLDER / "reflection.toml").read_text(encoding="utf-8"))
    for asked_whole in shaped():  # a question of the catalogue that nobody has put other words in
        yield "cards.card", cards.card(asked_whole, asked_whole.seats[1])
        yield "forms.answer", forms.answer(asked_whole, Person(TEAM, IDS[1], called[1]), support=words)
    for typed in ("", "nothing has these words"):
        yield "choosing.listeners._found", looking_for._found(Looking("", ANY, typed))
    yield "choosing.forms.search", choosing.search(Looking(), families("pair"), None)
    for several in ([], [Markup("")], [Markup("")] * 2):
        yield "choosing.forms.whole", choosing.whole(Looking(), search("pair", "")[0], several, "")
    for prompt in search("pair", ""):
        whom = phrase("round.name_only").fill(name=called[0])
        yield "choosing.forms.whole", choosing.whole(Looking(), prompt, [whom], words.strip()[:1500])
    whom = choice("with", cards.words["rhythm_form.with"], [(pair.id, label) for pair, label in all_pairs])
    for chosen in (whom, weekly_forms.for_one(all_pairs[0][1]), weekly_forms.for_one("")):
        yield "weekly.forms.begin", weekly_forms.begin("rhythm_start", "", "Europe/London", chosen)
        more = ("rhythm_start", "", "Europe/London", (), Form({}), None, (chosen,))
        yield "weekly.forms.more", weekly_forms.more(*more)
    for most in (2, 10, 11, 100):
        yield "forms.which_pair", forms.which_pair(question, all_pairs[:most])
    yield "listeners.asking._which", asking._which("", [pair for pair, _ in all_pairs[:3]], who)
    line = phrase("reflection.receipt.nobody").fill(question=question)
    yield "listeners.asking._page", asking._page(whisper(line))
    for key in table["done"]:
        yield "pages.done", done(cards.words, key)
    line = phrase("reflection.receipt.asked").fill(names=" and ".join(called[1:]))
    yield "listeners.asking._put", Message(line, [section(line)])
    line = phrase("reflection.receipt.as_other").fill(names=" and ".join(called[1:]))
    yield "listeners.asking._put", Message(line, [section(line)])
