"""What time said to whom in a simulation, in the database and in Slack, and what must be true of it."""

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Word
from bot.rounds.time.hours import CLOSES, end_after, is_working, next_day, next_working, worked
from bot.store import Db
from tests.practices import compared, handed
from tests.world import TEAM, World

SOON = timedelta(minutes=5)
A_DAY = timedelta(hours=7, minutes=30)  # of working time: a working day but for its first half hour


@dataclass
class Waits:
    """Something that came up for somebody: when, of what kind, and what became of it."""

    person: str
    round: str
    moment: str
    word: str
    since: datetime
    told: datetime | None = None
    over: datetime | None = None  # it was not meant any more: they did it, or it was done


@dataclass
class Watch:
    """Looks after each thing that happens; `faults` are sentences, by the name of what is promised."""

    world: World
    zones: dict[str, str]
    waiting: dict[str, dict[tuple[str, str], Waits]] = field(default_factory=lambda: defaultdict(dict))
    done: list[Waits] = field(default_factory=list)
    away: dict[str, list[tuple[datetime, datetime]]] = field(default_factory=lambda: defaultdict(list))
    by_time: dict[str, list[tuple[datetime, str]]] = field(default_factory=lambda: defaultdict(list))
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    counted: Counter[str] = field(default_factory=Counter)
    _rows: dict[tuple[str, str], Any] = field(default_factory=dict)
    _is_away: set[str] = field(default_factory=set)
    _calls: int = 0
    _told: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    _past: dict[str, list[Round]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        with self.world.bot.store.begin() as db:
            for statement in _NOTES_CHANGES:
                db.execute(text(statement))
        self.world.bot.store.after_commit.append(self._claims)

    def look(self, *, acted: bool) -> None:
        """Somebody did something (`acted`), or time alone passed; what is there now?"""
        now = self.world.clock()
        with self.world.bot.store.begin() as db:
            changed = set(db.execute(text("SELECT DISTINCT round_id FROM changed")).scalars())
            rows = _seats(db) if changed else []
            back = dict(db.execute(text("SELECT id, back_at FROM people WHERE back_at IS NOT NULL")).all())
            db.execute(text("DELETE FROM changed"))
        self._sees_away(set(back), now)
        told = {(row["round_id"], row["person_id"]): row for row in rows}
        for row in rows:
            self._said_at_once(row, now)
            waiting, key = self.waiting[row["round_id"]], (row["person_id"], row["notice"])
            if key in waiting and row["told"] == key[1] and moment(row["told_at"]) >= waiting[key].since:
                waiting[key].told = moment(row["told_at"])  # it was told, and has come up once more since
                self.done.append(waiting.pop(key))
            if row["notice"] and key not in waiting:
                waiting[key] = Waits(row["person_id"], row["round_id"], row["notice"], row["word"], now)
        for round_id in changed:
            self._no_longer(round_id, told, now)
        if not acted:
            self._steps_ended(rows, now)
        self._rows.update(told)
        posts = [c for c in self.world.slack.calls[self._calls :] if c.method == "chat.postMessage"]
        self._calls = len(self.world.slack.calls)
        for call in posts:
            who = str(call.args["channel"])
            if call.outcome == "ok" and who in self.zones:
                self.counted["posted to people"] += 1
                if not acted and not self._live(str(call.args["metadata"])):
                    self.by_time[who].append((now, str(call.args["text"])[:60]))

    def _no_longer(self, round_id: str, told: dict[tuple[str, str], Any], now: datetime) -> None:
        """What waited in that round until now: it was told, or need not be any more."""
        waiting = self.waiting[round_id]
        for key in list(waiting):
            row = told.get((round_id, key[0]))
            if row and row["notice"] == key[1]:
                continue
            waits = waiting.pop(key)
            # The same name may have been said before: it counts as told where that was since.
            if row and row["told"] == waits.moment and moment(row["told_at"]) >= waits.since:
                waits.told = now
            else:
                waits.over = now
            self.done.append(waits)

    def _claims(self, kept: Db) -> None:
        """After each thing that happened: is what the cards claim of it so?"""
        for team, round_id in kept.touched:
            with self.world.bot.store.read() as db:
                for round_ in queries.these(db, team, [round_id]):
                    feature = next(one for one in self.world.features if one.name == round_.feature)
                    practice, past = handed(feature), self._past[round_id]
                    if not practice.claims:
                        continue
                    kind = next(kind for kind in feature.kinds if kind.name == round_.kind)
                    queries.unseal(db, round_, partial(kind.on_card, round_))
                    for key, so in compared(feature, practice, round_, past):
                        self.counted["sentences that claim an act"] += 1
                        if not so:
                            self.faults["it said what was not so"].append(f"{key} {round_id} {round_.step}")
                    past.append(round_)

    def _said_at_once(self, row: Any, now: datetime) -> None:
        """What came up and was said within one tick was never seen to wait."""
        key = (row["round_id"], row["person_id"])
        news = row["told_at"] and self._told.get(key) != (row["told"], row["told_at"])
        if news and row["knows_at"] == row["told_at"] and (*key, row["told"]) not in self.waiting:
            self.done.append(Waits(key[1], key[0], row["told"], row["word"], now, told=now))
        self._told[key] = (row["told"], row["told_at"])

    def _sees_away(self, away: set[str], now: datetime) -> None:
        for person in away:
            spans = self.away[person]
            if person in self._is_away:
                spans[-1] = (spans[-1][0], now)
            else:
                spans.append((now, now))
        self._is_away = away

    def _steps_ended(self, rows: Sequence[Any], now: datetime) -> None:
        """Where time ended a step: who was waited for had a working day of theirs since they were told."""
        for row in rows:
            before = self._rows.get((row["round_id"], row["person_id"]))
            moved = (
                before
                and before["due_at"]
                and (before["step"], before["status"]) != (row["step"], row["status"])
            )
            if not moved or row["person_id"] in self._is_away or before["live"]:
                continue
            self.counted["steps that ended for somebody"] += 1
            known = max(moment(at) for at in (before["since"], before["knows_at"]) if at)
            if worked(known, now, self.zones[row["person_id"]]) < A_DAY and not self._paused(before, row):
                self.faults["a step ended before somebody had a working day"].append(
                    f"{now}: {dict(before)} {dict(row)}"
                )

    def _paused(self, before: Any, row: Any) -> bool:
        return "paused" in (before["status"], row["status"])

    def _started(self) -> None:
        """A question that time put starts for all of its people within a working day."""
        asked: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        for one in self.done:
            if one.word == Word.HOUR and one.told and not self._was_away(one, one.told):
                asked[one.round].append((one.told, self.zones[one.person]))
        for round_id, starts in asked.items():
            (first, _), (last, zone) = min(starts), max(starts)
            self.counted["questions that time put"] += 1
            slept = any(begin <= last and first <= end for begin, end in self.outages)
            if last > end_after(next_working(first, zone), 2, [zone]) and not slept:
                self.faults["a question started on different days"].append(f"{round_id}: {starts}")

    def _live(self, metadata: str) -> bool:
        """Whether a post is of a talk in minutes, in which people said that they are there."""
        card = json.loads(metadata)["event_payload"]["card"]
        with self.world.bot.store.read() as db:
            found = db.execute(text(_ON), {"card": card}).first()
            return bool(found) and is_live(queries.find(db, found.team, found.id))

    def close(self) -> None:
        """What must be true of all of it, in the end."""
        self._first_words()
        self._hours()
        self._once_a_day()
        self._repeats()
        self._started()

    def _first_words(self) -> None:
        for one in [*self.done, *(one for those in self.waiting.values() for one in those.values())]:
            if one.word == Word.REPEAT or one.over:
                continue
            self.counted["first words"] += 1
            until = one.told or self.world.clock()
            if until > self._within_a_day(one) and not self._was_away(one, until):
                self.faults["a first word came late"].append(f"{one}")

    def _within_a_day(self, one: Waits) -> datetime:
        """The end of the working day after the one on which it came up, or the process was there again."""
        zone, since = self.zones[one.person], one.since
        since = max([since, *(end for begin, end in self.outages if begin <= since <= end)])
        opens = next_working(since, zone)
        following = next_day(opens, zone).astimezone(ZoneInfo(zone))
        closes = datetime.combine(following.date(), CLOSES, following.tzinfo)
        asleep = [end for begin, end in self.outages if opens <= end and begin <= closes]
        return max([closes, *(end_after(next_working(end, zone), 1, [zone]) for end in asleep)])

    def _was_away(self, one: Waits, until: datetime) -> bool:
        zone = self.zones[one.person]
        spans = [(begin, next_day(end, zone) + timedelta(days=1)) for begin, end in self.away[one.person]]
        return any(begin <= until and one.since <= end for begin, end in spans)

    def _hours(self) -> None:
        for one in self.done:
            if one.word == Word.HOUR and one.told:
                self.counted["appointments"] += 1
                planned = next_working(one.since, self.zones[one.person])
                slept = any(begin <= one.told and planned <= end for begin, end in self.outages)
                if one.told - planned > SOON and not slept and not self._was_away(one, one.told):
                    self.faults["an appointment rang late"].append(f"{one}")

    def _once_a_day(self) -> None:
        hours = {(one.person, one.told) for one in self.done if one.word == Word.HOUR and one.told}
        for person, rang in self.by_time.items():
            self.counted["rings by time"] += len(rang)
            days = defaultdict(list)
            for at, said in rang:
                if not is_working(at, self.zones[person]):
                    self.faults["it rang outside working hours"].append(f"{person} {at}: {said}")
                if (person, at) not in hours:
                    days[at.astimezone(ZoneInfo(self.zones[person])).date()].append(said)
            more = [f"{person} {day}: {said}" for day, said in days.items() if len(said) > 1]
            self.faults["more than one ring by time on a day"] += more

    def _repeats(self) -> None:
        told = sorted((one.told, one.person) for one in self.done if one.word == Word.REPEAT and one.told)
        self.counted["reminders"] = len(told)
        for person in {person for _, person in told}:
            mine = sorted({at for at, who in told if who == person})
            for first, third in zip(mine, mine[2:], strict=False):
                if third - first < timedelta(days=7):
                    self.faults["more than two reminders in a week"].append(f"{person} {first} {third}")
        firsts = {(one.person, one.round) for one in self.done if one.word != Word.REPEAT and one.told}
        known = {(person, round_id) for (round_id, person), row in self._rows.items() if row["told_at"]}
        for one in self.done:
            if one.word == Word.REPEAT and one.told and (one.person, one.round) not in firsts | known:
                self.faults["reminded of what they were not told"].append(f"{one}")


# Which rounds changed since they were looked at last: to read all of them each time would take hours.
_NOTES_CHANGES = (
    "CREATE TABLE changed (round_id TEXT)",
    *(
        f"CREATE TRIGGER {table}_{verb}ed AFTER {verb.upper()} ON {table}"
        f" BEGIN INSERT INTO changed VALUES (new.{column}); END"
        for table, column in (("rounds", "id"), ("seats", "round_id"))
        for verb in ("insert", "update")
    ),
)

_SEATS = (
    "SELECT round_id, person_id, notice, word, rang, gathered, told, told_at, knows_at,"
    " seats.due_at, rounds.step, rounds.status, rounds.since"
    " FROM seats JOIN rounds ON rounds.team = seats.team AND rounds.id = seats.round_id"
    " WHERE left_at IS NULL AND round_id IN (SELECT round_id FROM changed)"
)


def moment(kept: str) -> datetime:
    """As SQLite keeps it."""
    return datetime.fromisoformat(kept).replace(tzinfo=UTC)


_ON = (
    "SELECT rounds.team, rounds.id FROM rounds JOIN cards ON cards.round_id = rounds.id"
    " AND cards.team = rounds.team WHERE cards.id = :card"
)


def _seats(db: Db) -> list[dict[str, Any]]:
    """The places in what has changed, each with whether that is in minutes, people being there together."""
    rows = db.execute(text(_SEATS)).mappings().all()
    live = {id_: is_live(queries.find(db, TEAM, id_)) for id_ in {row["round_id"] for row in rows}}
    return [{**row, "live": live[row["round_id"]]} for row in rows]


def is_live(round_: Round) -> bool:
    return bool(round_.facts.get("live")) or round_.facts.get("plan", {}).get("pace") == "live"


def table(watch: Watch) -> list[tuple[str, Any]]:
    """What a run counted."""
    return [*watch.counted.items(), *((name, len(found)) for name, found in watch.faults.items() if found)]
