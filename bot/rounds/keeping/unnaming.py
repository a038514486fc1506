"""Takes somebody out of what is kept, once they have left it: their words go, what is joint stays nameless.

In the place of their id stands another, made by chance for one round alone: nothing says who it was, or that
it was the same person elsewhere (`people.models.is_nobody`).
"""

import json
import re
import secrets

from sqlalchemy import BindParameter, bindparam, delete, insert, or_, select, update

from bot import owners
from bot.people import copies
from bot.people.models import NOBODY
from bot.people.tables import pair_members, people
from bot.rounds.keeping import covering, left_behind, queries
from bot.rounds.keeping.models import Round, Seat, id_from
from bot.rounds.keeping.tables import (
    POST,
    cards,
    heard,
    memberships,
    notices,
    paces,
    replies,
    rounds,
    seats,
    unasked,
)
from bot.store import Db

_OF_SEAT = select(seats.c.round_id).where(seats.c.team == bindparam("team"))
_OF_REPLY = select(replies.c.round_id).where(replies.c.team == bindparam("team"))
_OF_CARD = select(cards.c.round_id).where(cards.c.team == bindparam("team"))
_PERSON: BindParameter[str] = bindparam("person")
_SPELT: BindParameter[str] = bindparam("spelt")
# Wherever their id stands: as whose it is, or among what a practice remembers.
_THEIRS = (
    select(rounds.c.id)
    .where(rounds.c.team == bindparam("team"))
    .where(
        or_(
            rounds.c.id == _PERSON,
            rounds.c.host_id == _PERSON,
            rounds.c.paused_by == _PERSON,
            rounds.c.facts.like(_SPELT),
            rounds.c.id.in_(bindparam("ids", expanding=True)),
            rounds.c.id.in_(_OF_SEAT.where(or_(seats.c.person_id == _PERSON, seats.c.facts.like(_SPELT)))),
            rounds.c.id.in_(
                _OF_REPLY.where(
                    or_(
                        replies.c.author_id == _PERSON,
                        replies.c.about.like(_SPELT),
                        replies.c.owner == bindparam("key"),
                    )
                )
            ),
            rounds.c.id.in_(_OF_CARD.where(or_(cards.c.key == _PERSON, cards.c.place == _PERSON))),
        )
    )
    .order_by(rounds.c.created_at, rounds.c.id)
)
_OF_ROUND = (cards.c.team == bindparam("of_team"), cards.c.round_id == bindparam("of_round"))
_CARDS = select(cards).where(*_OF_ROUND)
_DROP_CARDS = delete(cards).where(*_OF_ROUND, cards.c.id.in_(bindparam("ids", expanding=True)))
_RENAME_CARD = update(cards).where(*_OF_ROUND, cards.c.id == bindparam("of_id"))
_RENAME_CARD = _RENAME_CARD.values(moment=bindparam("moment"))
_DROP_SEAT = delete(seats).where(
    seats.c.team == bindparam("of_team"),
    seats.c.round_id == bindparam("of_round"),
    seats.c.person_id == bindparam("of_person"),
)
_DROP_ROUND = delete(rounds).where(
    rounds.c.team == bindparam("of_team"), rounds.c.id == bindparam("of_round")
)
_DROP_WORDS = delete(replies).where(
    replies.c.team == bindparam("of_team"),
    replies.c.round_id == bindparam("of_round"),
    or_(replies.c.author_id == bindparam("of_person"), replies.c.owner == bindparam("of_key")),
)
_WHOSE: BindParameter[str] = bindparam("of_person")
_BESIDE = (
    delete(paces).where(paces.c.team == bindparam("of_team"), paces.c.what == bindparam("of_pace")),
    delete(notices).where(notices.c.team == bindparam("of_team"), notices.c.person_id == _WHOSE),
    delete(memberships).where(memberships.c.team == bindparam("of_team"), memberships.c.person_id == _WHOSE),
    delete(unasked).where(unasked.c.team == bindparam("of_team"), unasked.c.person_id == _WHOSE),
)
_DROP_PERSON = delete(people).where(people.c.team == bindparam("of_team"), people.c.id == _WHOSE)
_MEMBERSHIPS = select(pair_members).where(
    pair_members.c.team == bindparam("of_team"), pair_members.c.person_id == _WHOSE
)
_LEAVE_PAIRS = delete(pair_members).where(
    pair_members.c.team == bindparam("of_team"), pair_members.c.person_id == _WHOSE
)
_NAMELESS = insert(pair_members)
_UNHEAR = delete(heard).where(heard.c.team == bindparam("of_team"), heard.c.request == bindparam("first"))
_GONE = update(people).where(people.c.team == bindparam("of_team"), people.c.id == _WHOSE)
_GONE = _GONE.values(deleted=True)
_TOLD = (
    update(seats)
    .where(seats.c.team == bindparam("of_team"), seats.c.round_id == bindparam("of_round"))
    .where(seats.c.person_id == bindparam("of_person"))
    .values(told=bindparam("told"))
)
_MOMENTS = ("rang", "notice", "gathered")  # what of a seat may name others, as `told` does


class Busy(Exception):  # noqa: N818 - not a fault: a moment later it is done
    """Something of theirs is just being told to Slack."""


def goes(db: Db, team: str, person_id: str) -> None:
    """Their account counts as closed from now on: what they are in looks at it like that."""
    db.execute(_GONE, {"of_team": team, "of_person": person_id})


def rounds_of(db: Db, team: str, person_id: str) -> list[str]:
    """The ids of all rounds in which anything says who they are, in the order in which they are locked."""
    which = {"team": team, "person": person_id, "spelt": f"%{person_id}%"}
    owner, ids = owners.person(team, person_id), covering.naming(db, team, person_id)
    return list(db.execute(_THEIRS, {**which, "key": owner, "ids": ids}).scalars())


def out_of(db: Db, round_: Round, person_id: str) -> None:
    """Their words are gone from it, and nothing in it says that they were there; it is locked.

    What stands in Slack for them alone is to be deleted there (`left_in_slack`). Raises Busy while somebody
    tells it. A round of nobody else's is gone with them.
    """
    _take_cards(db, round_, person_id)
    if all(seat.person_id == person_id for seat in round_.seats) and not round_.channel_id and round_.seats:
        db.execute(_DROP_ROUND, _which(round_))
    elif round_.forged:  # it is not ours to keep: only what is theirs goes
        _tear_out(db, round_, person_id)
    else:
        _rename(db, round_, person_id)
        queries.save(db, round_)


def beside(db: Db, team: str, person_id: str) -> None:
    """What is kept of them beside rounds is gone; pairs they were in keep a place that nobody has."""
    which = {"of_team": team, "of_person": person_id}
    db.execute(_DROP_PERSON, which)  # people are locked first
    members = db.execute(_MEMBERSHIPS, which).mappings().all()
    db.execute(_LEAVE_PAIRS, which)
    for member in members:
        db.execute(_NAMELESS, {**member, "person_id": _nobody()})
    for statement in _BESIDE:
        db.execute(statement, which | {"of_pace": f"{POST} {person_id}"})
    copies.drop(db, team, person_id)
    db.execute(_UNHEAR, {"of_team": team, "first": id_from("first", person_id)})


def _take_cards(db: Db, round_: Round, person_id: str) -> None:
    now = db.machine_now()
    theirs = [
        card
        for card in db.execute(_CARDS, _which(round_)).mappings()
        if person_id in (card["key"], card["place"]) or round_.id == person_id
    ]
    if any(card["lease_until"] and card["lease_until"] > now for card in theirs):
        raise Busy(round_.id)
    for card in theirs:
        if card["ts"] and card["state"] != "gone":
            left_behind.keep(db, round_.team, card["channel"], card["ts"])
    db.execute(_DROP_CARDS, _which(round_) | {"ids": [card["id"] for card in theirs]})


def _tear_out(db: Db, round_: Round, person_id: str) -> None:
    which = _which(round_) | {"of_person": person_id, "of_key": owners.person(round_.team, person_id)}
    db.execute(_DROP_WORDS, which)
    db.execute(_DROP_SEAT, {name: which[name] for name in ("of_team", "of_round", "of_person")})


def _rename(db: Db, round_: Round, person_id: str) -> None:
    nobody, key = _nobody(), owners.person(round_.team, person_id)
    spelt = re.compile(rf"(?<![A-Z0-9]){re.escape(person_id)}(?![A-Z0-9])")

    def without(text: str) -> str:
        return spelt.sub(nobody, text)

    round_.replies = [r for r in round_.replies if r.owner != key or not r.sealed]
    for reply in round_.replies:
        reply.author_id, reply.about = without(reply.author_id), without(reply.about)
        if reply.owner == key:  # that something was taken back stays; no word of it does
            reply.owner = owners.round_(round_)
    round_.host_id, round_.paused_by = without(round_.host_id), without(round_.paused_by)
    round_.facts = json.loads(without(json.dumps(round_.facts)))
    for seat in round_.seats:
        seat.facts = json.loads(without(json.dumps(seat.facts)))
        for name in _MOMENTS:
            setattr(seat, name, without(getattr(seat, name)))
        if seat.person_id == person_id:
            _leaves_place(db, round_, seat, nobody)
        elif without(seat.told) != seat.told:
            told = {"of_person": seat.person_id, "told": without(seat.told)}
            db.execute(_TOLD, _which(round_) | told)
    for card in db.execute(_CARDS, _which(round_)).mappings().all():
        if without(card["moment"]) != card["moment"]:  # it has rung for that
            renamed = {"of_id": card["id"], "moment": without(card["moment"])}
            db.execute(_RENAME_CARD, _which(round_) | renamed)


def _leaves_place(db: Db, round_: Round, seat: Seat, nobody: str) -> None:
    """The place stays, so that everybody else keeps theirs; nobody has it."""
    db.execute(_DROP_SEAT, _which(round_) | {"of_person": seat.person_id})
    round_.kept["seats"].pop(seat.person_id, None)
    seat.person_id, seat.name = nobody, ""
    seat.rang = seat.notice = seat.gathered = seat.words = ""
    seat.due_at = seat.tell_at = None
    seat.left_at = seat.left_at or round_.since or round_.created_at


def _which(round_: Round) -> dict[str, object]:
    return {"of_team": round_.team, "of_round": round_.id}


def _nobody() -> str:
    return f"{NOBODY}{secrets.token_hex(4)}"
