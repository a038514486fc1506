"""Somebody looks for a partner: each search is a round of one, which nobody else sees.

At noon those who look are brought together; both are asked then, and each may say no. Nobody is found who
does not look. Moments are in UTC.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from bot.clock import Clock
from bot.people.models import Kind as Brings
from bot.people.models import Person
from bot.people.tables import pair_members
from bot.refusal import Refusal
from bot.rounds.company import coming, enough
from bot.rounds.company.common import fresh
from bot.rounds.company.knowing import met
from bot.rounds.company.loading import Door
from bot.rounds.company.standing import going
from bot.rounds.feature import Home, Kind, Listeners
from bot.rounds.keeping import queries, unasked
from bot.rounds.keeping.models import Round, Seat, Status, id_from
from bot.rounds.keeping.tables import rounds, seats
from bot.rounds.practice.drawn import HOW
from bot.rounds.practice.matching import ANY, WISHES, Seeker, matched, pair
from bot.rounds.practice.presses import Presses
from bot.rounds.showing import pages
from bot.rounds.showing.drawing import Entry, Weight, to_each, wordless
from bot.rounds.showing.sentences import act, message, moment_of
from bot.rounds.time import hours, notices, windows
from bot.settings import Settings
from bot.slack.asked import Who
from bot.slack.blocks import Message, View, choice, people, section, tick
from bot.slack.forms import Form
from bot.slack.surface import Ack
from bot.store import Db, Store
from bot.words import Words

SEARCH = "search"
LOOKS, FOUND, NOT_FOUND, STOPPED = "looks", "found", "not_found", "stopped"
NOON = "noon"  # in its facts: when those who look are brought together next
_SOON = timedelta(minutes=5)  # after which it is tried again, where that could not be
DAYS, AVOIDED = 10, 10  # working days that a search goes on; people whom one would rather not meet there

# Of those who are brought together: the round that asks them (team, its id, their places, now).
Begins = Callable[[Db, str, str, Sequence[Seat], datetime], Round]

_SEARCHES = (
    select(rounds.c.id)
    .where(rounds.c.team == bindparam("team"), rounds.c.feature == bindparam("feature"))
    .where(rounds.c.kind == SEARCH, rounds.c.status == Status.RUNNING.value)
    .order_by(rounds.c.created_at, rounds.c.id)
)
_ONE, _OTHER = seats.alias("one"), seats.alias("other")
_TOGETHER = (
    select(_ONE.c.person_id.label("one"), _OTHER.c.person_id.label("other"), rounds.c.status)
    .join(rounds, (rounds.c.team == _ONE.c.team) & (rounds.c.id == _ONE.c.round_id))
    .join(_OTHER, (_OTHER.c.team == _ONE.c.team) & (_OTHER.c.round_id == _ONE.c.round_id))
    .where(rounds.c.team == bindparam("team"), rounds.c.feature == bindparam("feature"))
    .where(rounds.c.kind == bindparam("feature"), _ONE.c.person_id < _OTHER.c.person_id)
)
_MEMBER, _WITH = pair_members.alias("member"), pair_members.alias("with")
_PAIRS = (
    select(_MEMBER.c.person_id.label("one"), _WITH.c.person_id.label("other"))
    .join(_WITH, (_WITH.c.team == _MEMBER.c.team) & (_WITH.c.pair_id == _MEMBER.c.pair_id))
    .where(_MEMBER.c.team == bindparam("team"), _MEMBER.c.person_id < _WITH.c.person_id)
    .where(_MEMBER.c.left_at.is_(None), _WITH.c.left_at.is_(None))
)


# --- its rules


def look(
    name: str, team: str, id_: str, seat: Seat, wish: str, avoid: Sequence[str], now: datetime, *, own: bool
) -> Round:
    """They look from now on; `own`: whoever is their pair already may be found, too."""
    round_ = Round(team, id_, name, SEARCH, LOOKS, seat.person_id, now, since=now)
    round_.facts = {**fresh()}
    round_.seats = [seat]
    seat.facts = {"wish": wish, "avoid": list(avoid), "own": own}
    round_.ends_at = windows.end_of([seat], now, DAYS)
    round_.facts[NOON] = _noon(now)
    windows.ring([seat], LOOKS)
    settle(round_)
    return round_


def stop(round_: Round, _: str, now: datetime) -> None:
    """Not any more; refuses once it is over."""
    going(round_)
    over(round_, STOPPED, now)


def over(round_: Round, step: str, now: datetime) -> None:
    """Whom they would rather not have met is not kept."""
    round_.step, round_.since, round_.ends_at = step, now, None
    round_.status = Status.STOPPED if step == STOPPED else Status.CLOSED
    for seat in round_.seats:
        seat.facts = {}
    if step == NOT_FOUND:
        windows.tell(round_.present, f"time:{NOT_FOUND}", None)


def settle(round_: Round) -> None:
    runs = round_.status == Status.RUNNING
    moments = [round_.ends_at, datetime.fromisoformat(round_.facts[NOON])] if runs and round_.present else []
    windows.settle(round_, moments, lambda *_: True)


def _noon(now: datetime) -> str:
    return hours.next_noon(now, "UTC").isoformat()


# --- time


def time_passes(begins: Begins, db: Db, round_: Round, now: datetime) -> None:
    """At noon all who look are brought together; a little later, where somebody just changes their search."""
    for seat in coming.gone(round_):
        coming.leaves(round_, seat, now)
    if round_.status == Status.RUNNING and not round_.present:
        over(round_, STOPPED, now)
    elif round_.ends_at and now >= round_.ends_at:
        over(round_, NOT_FOUND, now)
    elif round_.status == Status.RUNNING and now >= datetime.fromisoformat(round_.facts[NOON]):
        _together(begins, db, round_, now)
    settle(round_)
    notices.wait(round_, now)
    queries.save(db, round_)


def _together(begins: Begins, db: Db, round_: Round, now: datetime) -> None:
    name, team = round_.feature, round_.team
    ids = [
        id_ for id_ in db.execute(_SEARCHES, {"team": team, "feature": name}).scalars() if id_ != round_.id
    ]
    if not queries.hold(db, team, ids):  # whoever changes one of them just now is not waited for
        round_.facts[NOON] = (now + _SOON).isoformat()
        return
    round_.facts[NOON] = _noon(now)
    looking = {one.host_id: one for one in (*queries.these(db, team, ids), round_)}
    found = {id_: one for id_, one in looking.items() if one.status == Status.RUNNING and one.present}
    never, before = _never(db, team, name, found)
    seekers = [_seeker(one, now) for one in found.values()]
    for together in matched(seekers, never, before, now.date().isoformat()):
        searches = [found[one.id] for one in together]
        here = [queries.seat(db, team, one.id) for one in together]
        new = begins(db, team, id_from(team, *(one.id for one in searches)), here, now)
        queries.add(db, new)
        for one in searches:
            over(one, FOUND, now)
    for one in found.values():
        one.facts[NOON] = _noon(now)
        if one is not round_:
            settle(one)
            queries.save(db, one)


def _seeker(round_: Round, now: datetime) -> Seeker:
    seat = round_.seats[0]
    return Seeker(seat.person_id, Brings(seat.kind), seat.facts["wish"], (now - round_.created_at).days)


def _never(
    db: Db, team: str, name: str, looking: dict[str, Round]
) -> tuple[Collection[frozenset[str]], Collection[frozenset[str]]]:
    """Who is not to be brought together, as one of them wishes, or has said; and who was before."""
    never = {pair(id_, other) for id_, one in looking.items() for other in one.seats[0].facts["avoid"]}
    never |= {pair(id_, other) for id_ in looking for other in unasked.of(db, team, id_).people}
    for row in db.execute(_PAIRS, {"team": team}):
        both = all(id_ in looking and looking[id_].seats[0].facts["own"] for id_ in (row.one, row.other))
        never |= set() if both else {pair(row.one, row.other)}
    before = set[frozenset[str]]()
    for row in db.execute(_TOGETHER, {"team": team, "feature": name}):
        (never if row.status == Status.STOPPED else before).add(pair(row.one, row.other))
    return never, before


# --- what they read, and press


class Finding:
    """Looking for a partner in the practice of that name, whose words are `search.…`."""

    def __init__(self, name: str, begins: Begins) -> None:
        self.name, self._words, self._begins = name, Words(name), begins
        self.door = Door(name, SEARCH, lambda *_: False)

    @property
    def kind(self) -> Kind:
        def ticks(db: Db, round_: Round, now: datetime) -> None:
            # What time did to another of them a moment ago may have changed it.
            time_passes(self._begins, db, queries.find(db, round_.team, round_.id), now)

        return Kind(SEARCH, to_each(self.card), wordless, ticks)

    def card(self, round_: Round, seat: Seat) -> Message:
        until = moment_of(round_, round_.ends_at, seat.zone)
        line = self._words[f"search.{round_.step}"].fill(until=until)
        verb = {LOOKS: "stop_looking", NOT_FOUND: "find", STOPPED: "find"}.get(round_.step)
        row = [act(self._words, verb, round_.id)] if verb else []
        if seat.rang.startswith("time"):
            row.append(act(self._words, "search_how", round_.id, says=self._words["do.why"]))
        return message(self._words["search.title"].fill(), "", [line], [row])

    def home(self, practice: Home) -> Home:
        """What the practice has there, and that they look for somebody."""

        def lines(found: Sequence[Round], me: str, now: datetime) -> list[Entry]:
            looks = [one for one in found if one.kind == SEARCH and one.status == Status.RUNNING]
            return [
                *practice([one for one in found if one.kind != SEARCH], me, now),
                *(self._line(one) for one in looks),
            ]

        return lines

    def _line(self, round_: Round) -> Entry:
        stops = act(self._words, "stop_looking", round_.id)
        return Entry(Weight.GOES_ON, self._words["search.home"].fill(), stops, of=round_)

    def form(self) -> View:
        """What they would like; nothing of it anybody else reads."""
        wishes = [(wish, self._words[f"search.wish.{wish}"]) for wish in WISHES]
        avoid, own = self._words["search.avoid"], self._words["search.own"]
        return pages.form(
            self._words,
            "find",
            "",
            section(self._words["find.intro"].fill()),
            choice("wish", self._words["search.whom"], wishes, chosen=ANY),
            people(
                "avoid", avoid, many=True, at_most=AVOIDED, optional=True, hint=self._words["search.hint"]
            ),
            tick("own", own, beside=self._words["search.own_too"]),
        )

    def how(self, round_: Round, person: Person, about: str, support: str) -> View:
        return pages.how(self._words, HOW, support, self._words["search.why"].fill())

    @property
    def listeners(self) -> tuple[Listeners, Listeners, Listeners]:
        """What decides, what opens, what is sent in."""
        presses = Presses(self.door, self._words, _save, aloud=True)
        name = self.name
        return (
            {f"{name}.stop_looking": presses.decides(stop, "stop_looking")},
            {f"{name}.find": lambda: self.form(), f"{name}.search_how": presses.shows(self.how)},
            {f"{name}.find": self.sent},
        )

    def sent(
        self, ack: Ack, form: Form, request: str, who: Who, store: Store, clock: Clock, settings: Settings
    ) -> None:
        """They look; refuses a wish that needs to know what they bring. Twice is once."""
        now, wish = clock(), form.choice("wish") or ANY
        with store.begin() as db:
            seat = met(db, who.team, who.id, who.name)
            if wish not in WISHES or (wish != ANY and seat.kind == Brings.UNSAID):
                raise Refusal(f"{self.name}.refused.unsaid", "wish")
            before = queries.of_person(
                db, who.team, who.id, self.name, kind=SEARCH, statuses=[Status.RUNNING]
            )
            id_, avoid = id_from(who.team, SEARCH, request), form.people("avoid")
            new = look(self.name, who.team, id_, seat, wish, avoid, now, own=form.ticked("own"))
            if not before:
                enough.begins(db, new, settings, now)
        ack(pages.done(self._words, "looking"))


def _save(db: Db, round_: Round, now: datetime) -> None:
    settle(round_)
    queries.save(db, round_)
