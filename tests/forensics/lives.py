"""Matters of five people, played by their rules, and what somebody with the database in hand sees of them."""

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import text

from bot.features.options import flow
from bot.features.options.flow import hosting, steps, testing
from bot.features.options.flow.testing import Answer
from bot.features.options.forms import SAFE_MAX
from bot.features.options.models import NAME, Level, Working, facts
from bot.features.options.queries import save
from bot.features.review.flow import PRACTICE
from bot.rounds.keeping import pool, queries
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.rounds.practice import install, life
from bot.store import Db, Store
from tests.walking import in_time
from tests.world import TEAM

NOW = datetime(2026, 9, 15, 9, tzinfo=UTC)
FIVE = ("U0ANA", "U0BEN", "U0CHLOE", "U0DEV", "U0ESI")
HERE = "C0HOME"
# What people write in, and at most how much of it: one to four bytes a letter, in escapes up to twelve.
_SCRIPTS = (
    ("a quiet room, ", 90),
    ("מה שלא נאמר כאן ", 670),
    ("מה שעוד לא נאמר ", 1350),
    ("🕯🌱🌊", 1000),
    ("🌊🌱🕯", 1340),
)
_ACTS = ("step", "due_at", "notice", "facts")  # of a seat: what changes with what its person does


@dataclass
class Seen:
    """The tables as they stood after somebody did something."""

    rounds: list[dict[str, Any]]
    seats: list[dict[str, Any]]
    replies: list[dict[str, Any]]

    def marks(self) -> dict[str, object]:
        """Of each person what says that they have done something."""
        wrote = json.loads(self.rounds[0]["facts"]).get("wrote", [])
        return {s["person_id"]: (*(str(s[k]) for k in _ACTS), s["person_id"] in wrote) for s in self.seats}


@dataclass
class Life:
    """One matter: who wrote what (the truth), what was seen on the way, and what all read in the end."""

    truth: dict[str, str]
    seen: list[Seen] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


Play = Callable[[Store, str, Random], Life]


def said(chance: Random) -> list[str]:
    """Five texts, of as different lengths as a form takes, in different scripts."""
    texts = [f"{n} {words * most}"[: most - chance.randrange(20)] for n, (words, most) in enumerate(_SCRIPTS)]
    return chance.sample(texts, len(texts))


def ideas(store: Store, id_: str, chance: Random) -> Life:
    """Each writes an unsigned idea, in an order that chance decides; then they lie open."""
    life_ = _begin(
        store,
        flow.start(TEAM, id_, *_five(), _where(id_), flow.Frame("Which?", kinds=(), unknown=True), NOW),
        chance,
    )
    with _held(store, id_) as round_:
        in_time(hosting.move_on, round_, FIVE[0], NOW)
    life_.seen.append(look(store, id_))
    for number, who in enumerate(_shuffled(chance)):
        with _held(store, id_) as round_:
            flow.idea(round_, who, life_.truth[who], named=False, now=NOW + timedelta(minutes=number))
        life_.seen.append(look(store, id_))
    with _held(store, id_) as round_:
        in_time(hosting.move_on, round_, FIVE[0], NOW)
        options = {reply.id: reply.text or "" for reply in round_.of_kind("option")}
        life_.told = [options[one] for one in facts(round_)["live"]]
    return life_


def answers(store: Store, id_: str, chance: Random) -> Life:
    """A proposal is tested: each says why, some change their answer; then all open."""
    frame = flow.Frame("Which?", kinds=(), short=True, proposal="This.", unknown=True)
    life_ = _begin(store, flow.start(TEAM, id_, *_five(), _where(id_), frame, NOW), chance)
    life_.seen.append(look(store, id_))
    order = _shuffled(chance)
    level = {who: chance.choice([Level.BEHIND, Level.SUPPORT, Level.LIVE_WITH]) for who in FIVE}
    for who in [*order[:2], *order]:
        with _held(store, id_) as round_:
            answer = Answer(level[who], life_.truth[who], safe=life_.truth[who][:SAFE_MAX])
            flow.answer(round_, who, answer, "", NOW)
            result = testing.result(round_)
        if result is None:
            life_.seen.append(look(store, id_))
    assert result is not None
    life_.told = [reason["text"] for reason in result["reasons"]]
    return life_


def ticks(store: Store, id_: str, chance: Random) -> Life:
    """Each ticks another option that they would take further, some change theirs; then all are counted."""
    frame = flow.Frame("Which?", kinds=(), unknown=True)
    life_ = _begin(store, flow.start(TEAM, id_, *_five(), _where(id_), frame, NOW), chance)
    with _held(store, id_) as round_:
        in_time(hosting.move_on, round_, FIVE[0], NOW)
        for who in FIVE:
            flow.idea(round_, who, life_.truth[who], named=False, now=NOW)
        in_time(hosting.move_on, round_, FIVE[0], NOW)
        in_time(hosting.move_on, round_, FIVE[0], NOW)
        life_.told = list(facts(round_)["live"])
    life_.truth = dict(zip(FIVE, chance.sample(life_.told, len(FIVE)), strict=True))
    order = _shuffled(chance)
    for who in [*order[:2], *order]:
        with _held(store, id_) as round_:
            flow.take_further(round_, who, [life_.truth[who]], NOW)
        life_.seen.append(look(store, id_))
    return life_


def late(store: Store, id_: str, chance: Random) -> Life:
    """A review was opened after four had written; then the fifth does, too."""
    frame = flow.Frame("Which?", kinds=(), short=True, proposal="This.", unknown=True)
    life_ = _begin(store, flow.start(TEAM, id_, *_five(), _where(id_), frame, NOW), chance)
    order = _shuffled(chance)
    with _held(store, id_) as round_:
        for who in FIVE:
            flow.answer(round_, who, Answer(Level.BEHIND), "", NOW)
        flow.write_down(round_, FIVE[0], flow.Written({"decision": "This."}, None, None), NOW)
        steps.look_again(round_, NOW, None)
    for who in order:
        with _held(store, id_) as round_:
            if who == order[-1]:
                steps.open_review(round_, NOW, None)
        life_.seen.append(look(store, id_))
        with _held(store, id_) as round_:
            working = Working(answer="partly", text=life_.truth[who], name="")
            testing.working(round_, who, working, False, NOW)
            life_.told = [one["text"] for one in testing.looked(round_)]
        life_.seen.append(look(store, id_))
    life_.truth = {order[-1]: life_.truth[order[-1]]}
    return life_


def views(store: Store, id_: str, chance: Random) -> Life:
    """A look at how we talk: each writes in one of its unsigned boxes; then it is read together."""
    host, *others = _five()[1]
    round_ = life.ask(PRACTICE, TEAM, id_, host, others, None, "", NOW)
    life.stand(round_)
    life_ = _begin(store, round_, chance)
    life_.truth = {who: words[:600] for who, words in life_.truth.items()}
    boxes = ("helped", "hindered", "unsaid")
    for who in FIVE[:-1]:
        _writes(store, id_, lambda r, who=who: life.join(PRACTICE, r, r.seat(who)))
    _writes(store, id_, lambda r: life.join(PRACTICE, r, r.seat(FIVE[-1])))
    life_.seen.append(look(store, id_))
    for who in _shuffled(chance):
        said_ = {chance.choice(boxes): life_.truth[who]}
        _writes(store, id_, lambda r, s=said_, who=who: life.write(PRACTICE, r, who, s, NOW, sure=True))
        life_.seen.append(look(store, id_))
    _writes(store, id_, lambda r: r.step == "view" and life.enter(PRACTICE, r, "notice", NOW, None))
    with store.read() as db:
        round_ = _opened(db, id_)
        life_.told = [text for kind in boxes for text in pool.texts(round_, kind, "open")]
    life_.seen = [seen for seen in life_.seen if seen.rounds[0]["step"] == "view"]
    return life_


def look(store: Store, id_: str) -> Seen:
    with store.read() as db:

        def rows(table: str, column: str) -> list[dict[str, Any]]:
            query = text(f"SELECT * FROM {table} WHERE {column} = :id")
            return [dict(row) for row in db.execute(query, {"id": id_}).mappings()]

        return Seen(rows("rounds", "id"), rows("seats", "round_id"), rows("replies", "round_id"))


def as_reply(row: dict[str, Any]) -> Reply:
    known = {key: value for key, value in row.items() if key not in ("team", "round_id")}
    return Reply(text=None, **known)


def as_round(row: dict[str, Any]) -> Round:
    return Round(row["team"], row["id"], row["feature"], row["kind"], row["step"], row["host_id"], NOW)


def _begin(store: Store, round_: Round, chance: Random) -> Life:
    with store.begin() as db:
        queries.add(db, round_)
    return Life(dict(zip(FIVE, said(chance), strict=True)))


def _five() -> tuple[Seat, list[Seat]]:
    seats = [Seat(who, name=who[2:].title()) for who in FIVE]
    return seats[0], seats


def _shuffled(chance: Random) -> list[str]:
    return chance.sample(FIVE, len(FIVE))


def _opened(db: Db, id_: str) -> Round:
    return queries.unseal(db, queries.lock(db, TEAM, id_), lambda _: True)


class _held:
    """The round in a transaction of its own, as each press has one; kept at the end."""

    def __init__(self, store: Store, id_: str) -> None:
        self._store, self._id = store, id_

    def __enter__(self) -> Round:
        self._begun = self._store.begin()
        self._db = self._begun.__enter__()
        self._round = queries.unseal(self._db, queries.lock(self._db, TEAM, self._id, NAME), lambda _: True)
        return self._round

    def __exit__(self, *error: Any) -> None:
        if error == (None, None, None):
            save(self._db, self._round, NOW)
        self._begun.__exit__(*error)


def _writes(store: Store, id_: str, rule: Callable[[Round], object]) -> None:
    with store.begin() as db:
        round_ = queries.unseal(db, queries.lock(db, TEAM, id_), lambda _: True)
        rule(round_)
        install.save(PRACTICE, db, round_, NOW)


def _where(id_: str) -> str:
    """Twenty matters stand in a channel: more at once there are in none."""
    number = id_.rpartition("-")[2]
    return f"{HERE}{int(number) // 20}" if number.isdigit() else HERE


def every(play: Play, store: Store, many: int, chance: Random) -> Iterator[Life]:
    for number in range(many):
        yield play(store, f"{play.__name__}-{number}", chance)


def sample(store: Store, kind: str, texts: tuple[str, ...]) -> Seen:
    """What would be kept, had just these been written: ideas into the pool, or one answer."""
    id_ = secrets.token_hex(8)
    short = kind == "answer"
    frame = flow.Frame("Which?", kinds=(), short=short, proposal="This." if short else "", unknown=True)
    with store.begin() as db:
        queries.add(db, flow.start(TEAM, id_, *_five(), HERE, frame, NOW))
    with _held(store, id_) as round_:
        if kind == "pool":
            in_time(hosting.move_on, round_, FIVE[0], NOW)
        for who, words in zip(FIVE, texts, strict=False):
            if kind == "pool":
                flow.idea(round_, who, words, named=False, now=NOW)
            else:
                answer = Answer(Level.LIVE_WITH, words, safe=words[:SAFE_MAX])
                flow.answer(round_, who, answer, "", NOW)
    return look(store, id_)
