"""What a declared practice hands to the generic tests: what it declares says all of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache, partial
from random import Random
from secrets import token_hex

from sqlalchemy import text

from bot.people.models import Person
from bot.refusal import Refusal
from bot.rounds.company.taking_back import TAKEN_BACK
from bot.rounds.keeping.models import TRIES, Reply, Round, Seat, Status
from bot.rounds.practice import life
from bot.rounds.practice.declared import (
    CLOSED,
    DONE,
    FORGOTTEN,
    HELD,
    OPEN,
    QUESTION,
    STOPPED,
    Box,
    Practice,
    joined,
    nobody,
    readable,
)
from bot.rounds.practice.drawn import Faces
from bot.rounds.practice.install import feature
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import act, whisper
from bot.slack.blocks import Message, View
from bot.words import Words
from tests.faults.harness import Fragile, Transition, presses, sends, types, walks
from tests.once import kept
from tests.practices import HERE, IDS, NOW, PLAIN, TEAM, Claim, Drawn, Handed, History, Names, Readable
from tests.reading import actions_in
from tests.walking import covering, in_time

SAID = f"said {token_hex(16)}"  # nobody could guess it
Ask = Callable[..., Round]  # as `life.ask`, of this practice
_KINDS = ("lived", "professional", "both", "unsaid")
_LOOKED = 160  # walks, of so many things that somebody does
_LONG = 14


def handing(practice: Practice, faces: Faces | None = None, asks: Sequence[Ask] = ()) -> Handed:
    """Its scenes by its own rules, all that is drawn of them, who reads what, and what happens in it.

    `asks`: the ways in which it can be asked, where they are not the kit's one.

    Who may press what is the same for all of them, and tried of one: tests/fishbowl.
    """
    shown, made = _Shown(practice, faces or Faces(practice), asks), feature(practice)

    @cache
    def scenes() -> list[Round]:
        return kept(f"{__name__}.{practice.name}", shown.scenes)

    return Handed(
        lives=shown.life,
        claims=CLAIMS,
        # What its steps are called says where it stands, and claims no act.
        claims_nothing=("closing.kept", *(f"{t}.{s.name}" for t in ("step", "mine") for s in practice.steps)),
        scenes=scenes,
        cover=cache(lambda: covering(scenes(), shown.looks)),
        draws=shown.draws,
        alone=shown.alone,
        worn=partial(worn, practice),
        spoken=shown.spoken,
        may_read=partial(readable, practice),
        sealed={practice.name: frozenset(k for k, step in practice.written.items() if step.apart)},
        opened=lambda _, reply: reply.about == OPEN,
        posted={QUESTION: "it is asked"},
        days={practice.name: practice.kept.days},
        leaves=partial(life.leave, practice),
        keeps={QUESTION: "it stands on the card in the channel"},
        pressed_elsewhere=_never(practice),
        presses={
            **dict.fromkeys((*made.actions, *made.shows), "round"),
            **({f"{practice.name}.helper_me": "oneself"} if practice.doubts else {}),
        },
        forms=dict.fromkeys(made.forms, "round"),
        tries_itself=True,
        transitions=transitions(practice),
        secret=(SAID,),
        scopes=("channels:history",),  # with which a card in a channel can be looked for after a crash
    )


def _no_words(past: History, _: Seat) -> bool:
    """None is left of what was written; what is asked, and what is tried, are not written here."""
    return not any(r.text or r.sealed for r in past.round.replies if r.kind not in (QUESTION, TRIES))


def _ended(*steps: str, words: bool) -> Claim:
    return lambda past, seat: past.round.step in steps and (words or _no_words(past, seat))


CLAIMS: dict[str, Claim] = {
    **dict.fromkeys(("step.closed", "mine.closed"), _ended(CLOSED, FORGOTTEN, words=True)),
    **dict.fromkeys(("step.stopped", "mine.stopped"), _ended(STOPPED, words=False)),
    **dict.fromkeys(("step.forgotten", "mine.forgotten"), _ended(FORGOTTEN, words=False)),
    "closing.deleted": _ended(FORGOTTEN, STOPPED, words=False),
    **dict.fromkeys(("step.taken_back", "mine.taken_back"), _ended(TAKEN_BACK, words=True)),
    "mine.left": lambda _, seat: seat.left_at,
    "mine.sent": lambda _, seat: seat.step == DONE and seat.facts[life.SENT],
    "mine.passed": lambda _, seat: seat.step == DONE and not seat.facts.get(life.SENT),
}


def _never(practice: Practice) -> Names:
    """Buttons that its steps have no use for."""
    joins = any(step.joins and not step.boxes for step in practice.steps)
    reads = any(step.who is not nobody and not step.boxes for step in practice.steps)
    writes = any(step.boxes for step in practice.steps)
    used = {"join": joins, "done": reads, "write": writes}
    return tuple(f"{practice.name}.{verb}" for verb, there in used.items() if not there)


def worn(practice: Practice, reply: Reply, names: Names, words: str) -> str | None:
    """What stands there when somebody wrote this."""
    box = _box(practice, reply.kind)
    if reply.text is None or (box and (box.options or not reply.author_id)):
        return reply.text
    return words.strip()[: box.most if box else 500] or "–"


def _box(practice: Practice, kind: str) -> Box | None:
    return next((box for step in practice.steps for box in step.boxes if box.kind == kind), None)


class _Shown:
    """Walks through its rules, and draws what is come to."""

    def __init__(self, practice: Practice, faces: Faces, asks: Sequence[Ask] = ()) -> None:
        self.practice, self.faces, self.words = practice, faces, Words(practice.name)
        self.asks = asks or (partial(life.ask, practice),)

    def scenes(self) -> list[Round]:
        """A round for each way that one can look."""
        found, seen, random = list[Round](), set[object](), Random(7)
        for _ in range(_LOOKED):
            round_, now = self._asked(random), NOW
            for _ in range(_LONG):
                looks = self.looks(round_)
                if not looks <= seen:
                    seen |= looks
                    found.append(deepcopy(round_))
                now += timedelta(hours=random.choice((0, 2, 9)))
                round_ = self._goes_on(round_, random, now)
        return [*found, *self._late()]

    def life(self, random: Random) -> Iterator[Round]:
        """One, from its question to wherever it comes."""
        round_, now = self._asked(random), NOW
        for _ in range(2 * _LONG):
            yield round_
            now += timedelta(hours=random.choice((0, 2, 9, 30)))
            round_ = self._goes_on(round_, random, now)

    def _late(self) -> Iterator[Round]:
        """One came and did not write before it went on."""
        practice = self.practice
        steps = [place for place, step in enumerate(practice.steps) if step.boxes]
        if not steps or steps[0] + 1 == len(practice.steps) or practice.most <= len(IDS):
            return
        host = Seat(IDS[0], name=PLAIN[0])
        round_ = life.ask(practice, TEAM, "late", host, [], HERE, "How is it?", NOW)
        life.stand(round_)
        for me in IDS:
            life.join(practice, round_, Seat(me, name=PLAIN[IDS.index(me)]))
        life.join(practice, round_, Seat("U0LATE", name="Lea"))
        for _ in range(steps[0]):
            self._over(round_)
        boxes = practice.steps[steps[0]].boxes
        said = {box.kind: box.options[0] if box.options else SAID for box in boxes}
        for me in IDS:
            with suppress(Refusal):  # in some practices not everybody writes
                life.write(practice, round_, me, said, round_.since or NOW, sure=True)
        self._over(round_)
        yield round_

    def _over(self, round_: Round) -> None:
        """The time of the step is over, and everybody knows."""
        life.settle(self.practice, round_, round_.since or NOW)
        life.time_passes(self.practice, round_, round_.ends_at or NOW)
        life.settle(self.practice, round_, round_.since or NOW)
        for seat in round_.present:
            seat.rang, seat.notice = seat.notice or seat.rang, ""

    def _asked(self, random: Random) -> Round:
        host, *named = (Seat(p, name=n, kind=random.choice(_KINDS)) for p, n in zip(IDS, PLAIN, strict=True))
        named = named[: random.randrange(3)]
        ask = self.asks[int(random.random() * len(self.asks))]
        round_ = ask(TEAM, f"r{random.random()}", host, named, HERE, "How is it?", NOW)
        life.stand(round_)
        return round_

    def _goes_on(self, round_: Round, random: Random, now: datetime) -> Round:
        """Somebody does something; what is refused has not happened."""
        after = deepcopy(round_)
        try:
            self._act(after, random, now)
        except (Refusal, KeyError, StopIteration):
            return round_
        life.settle(self.practice, after, now)
        for seat in after.present:  # as if nothing had to wait for hours and budget
            seat.rang, seat.notice = seat.notice or seat.rang, ""
        return after

    def _act(self, round_: Round, random: Random, now: datetime) -> None:
        me, practice = random.choice(IDS), self.practice
        own = [one for one in practice.presses if round_.step in one.steps and one.who(round_)]
        verbs: list[Callable[[], object]] = [
            *([lambda: self._join(round_, me, random)] * 6),
            *([lambda: self._write(round_, me, random, now)] * 6),
            *([partial(in_time, partial(life.move_on, practice), round_, round_.host_id, now)] * 4),
            partial(life.pass_on, practice, round_, me, now),
            partial(life.pause, practice, round_, me, now),
            partial(life.resume, practice, round_, me, now),
            partial(life.leave, practice, round_, me, now),
            partial(life.extend, practice, round_, round_.host_id, now),
            partial(in_time, partial(life.close, practice), round_, round_.host_id, now),
            partial(life.take_back, practice, round_, round_.host_id, now),
            partial(life.take, round_, me, now),
            partial(round_.facts.__setitem__, "handing", me),
            *([lambda: self._time(round_, now)] * 3),
            *([lambda: self._unname(round_, random, now)] * (2 * practice.unnames)),
            *(
                [partial(life.rest, practice, round_, me, now), partial(life.back, practice, round_, me, now)]
                * (practice.moments and not practice.theirs)
            ),
            *(partial(one.rule, round_, next(s for s in one.who(round_)).person_id, now) for one in own),
        ]
        random.choice(verbs)()

    def _join(self, round_: Round, me: str, random: Random) -> None:
        kind = random.choice(_KINDS)
        life.join(self.practice, round_, Seat(me, name=PLAIN[IDS.index(me)], kind=kind))

    def _write(self, round_: Round, me: str, random: Random, now: datetime) -> None:
        boxes = self.practice.step(round_.step).boxes
        said = {box.kind: random.choice(box.options) if box.options else SAID for box in boxes}
        life.write(self.practice, round_, me, said, now, draft=random.random() < 0.2)

    def _unname(self, round_: Round, random: Random, now: datetime) -> None:
        """Somebody is asked to change their words, or has."""
        signed = [
            reply for reply in round_.replies if reply.author_id and reply.kind in self.practice.written
        ]
        reply = random.choice(signed or [Reply("", round_.host_id, QUESTION, "", "", now)])
        if reply.about == HELD:
            life.write_anew(self.practice, round_, reply.author_id, {reply.kind: SAID}, now)
        else:
            life.hold_back(round_, round_.host_id, f"{reply.kind}|{reply.author_id}", now)

    def _time(self, round_: Round, now: datetime) -> None:
        life.time_passes(self.practice, round_, max(now, round_.wakes_at or now))

    def looks(self, round_: Round) -> set[object]:
        """In which ways it looks: where it stands, and which buttons stand on each card of it."""
        cards = [(key, one.message) for key, one in self.faces.draw(round_).items()]
        shape = (round_.step, round_.status)
        return {(*shape, key in IDS, *actions_in(list(one.blocks)), one.text[-40:]) for key, one in cards}

    def draws(self, round_: Round, readable: Readable, _: str) -> Drawn:
        """Cards, forms and pages; what is refused to somebody they are not shown."""
        for drawing in self.faces.draw(readable(round_, None)).values():
            yield "cards", drawing.message
        for seat in round_.seats:
            for name, page in self._pages(readable(round_, seat.person_id), seat):
                try:
                    yield name, page()
                except Refusal:
                    continue

    def _pages(self, round_: Round, seat: Seat) -> Iterator[tuple[str, Callable[[], View]]]:
        person = Person(TEAM, seat.person_id, seat.name)
        others = [one for one in joined(round_) if one is not seat]
        if seat.left_at is None:
            yield "write", partial(self.faces.write, round_, seat.person_id)
            yield "late", partial(self.faces.late, round_, seat.person_id)
            yield "read", partial(self.faces.read, round_, seat.person_id)
            yield "menu", partial(self.faces.menu, round_, person, "", "Maya")
        if self.practice.unnames and seat.left_at is None:
            yield "mend", partial(self.faces.mend, round_, seat.person_id)
        for help_ in ("", "Maya") if self.practice.moments else ():
            yield "moment", partial(self.faces.moment, round_, person, "", help_)
        yield "how", partial(self.faces.how, round_, person, "", "Maya")
        yield "log", partial(pages.log, self.words, round_, "Europe/London")
        if others and round_.status == Status.RUNNING and not self.practice.hides:
            yield "hand", partial(pages.hand, self.words, round_, others)

    def alone(self, names: Names, _: str) -> Drawn:
        """What is said where nothing is asked yet."""
        yield "usage", whisper(self.words["usage"].fill())
        yield "receipt", whisper(self.words["receipt.asked"].fill(), act(self.words, "take_back", "r"))

    def spoken(self, round_: Round, readable: Readable) -> Iterator[Message]:
        for drawing in self.faces.draw(readable(round_, None)).values():
            yield drawing.message


# --- what happens in it


def transitions(practice: Practice) -> tuple[Transition, ...]:
    """What people and time do in any practice that is declared: in its first two steps, and till the end."""
    name, first, second = practice.name, practice.steps[0], practice.steps[1]
    asked = (types("Ana", f"/alongside {name} How is it?", HERE),)
    verb = "write" if first.boxes else "join"
    come = tuple(presses(one, f"{name}.{verb}", where=HERE) for one in ("Ana", "Ben", "Chloe"))
    begun = (*asked, *come, walks(days=max(first.days, 1) + 1))
    writes = (presses("Ben", f"{name}.write", where=HERE),)
    sent = {box.kind: box.options[0] if box.options else SAID for box in second.boxes}
    more = (presses("Ben", f"{name}.menu", where=HERE),)

    def stands(*steps: str) -> Callable[[Fragile], bool]:
        return lambda world: _step(world, name) in steps

    found = [
        Transition("asked", (), asked, stands(first.name)),
        Transition("joined", asked, come[:1], stands(first.name)),
        Transition(
            "begun by time", (*asked, *come), (walks(days=max(first.days, 1) + 1),), stands(second.name)
        ),
        Transition("paused", (*begun, *more), (presses("Ben", f"{name}.pause"),), stands(second.name)),
        Transition("left", (*begun, *more), (presses("Ben", f"{name}.step_out"),), stands(second.name)),
        Transition("over", begun, (walks(days=60),), stands(STOPPED, FORGOTTEN)),
    ]
    for what, draft in (("a draft", True), ("written", False)):
        act = (sends("Ben", draft=draft, **sent),)
        found += [Transition(what, (*begun, *writes), act, stands(second.name))] if sent else []
    return tuple(found)


def _step(world: Fragile, name: str) -> str:
    with world.bot.store.read() as db:
        asked = text("SELECT step FROM rounds WHERE feature = :name").bindparams(name=name)
        return str(db.execute(asked).scalar())
