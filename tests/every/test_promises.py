"""What is promised (`prompts/en/promises.toml`) of words, names, keeping and reading, over all practices."""

import json
from copy import deepcopy
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest

from bot.refusal import Refusal
from bot.rounds.company.common import common
from bot.rounds.feature import Feature
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Reply, Round, Status
from bot.rounds.showing.pages import WHO_READS
from bot.slack.blocks import Message, View
from bot.store import Store
from bot.vault import Vault
from bot.words import FOLDER, as_written, promises_among
from tests.every.drawing import dressed, of_round, read_by
from tests.every.each import each_practice, holds
from tests.every.left import a_store, an_address, keep, time_passes
from tests.every.test_ends import OVER
from tests.every.test_leaks import STRANGER
from tests.every.worlds import WorldOf
from tests.faults.test_canary import stored
from tests.practices import NOW, PLAIN, Handed, everybody
from tests.reading import apart
from tests.size import EVERY, some

pytestmark = pytest.mark.usefixtures("doors")

MARK = "ZQ{}ZQ"  # what stands in a text, with the kind of what it is
ANOTHER_KEY = "1" * 42 + "0="
PROMISES = promises_among(as_written(FOLDER)[0])


# --- who can read what


_OF_A_PLACE = ("channel:", "subject:")  # of nobody's: whoever is in that place may read it


def outsiders(feature: Feature, practice: Handed) -> list[str]:
    """What somebody reads who has no place in it, or has left, and did not write it; cards stand for all."""
    readable, found = read_by(feature, practice), list[str]()
    on_card = {kind.name: kind.on_card for kind in feature.kinds}
    for round_ in practice.scenes():
        shown = {
            reply.id
            for reply in round_.replies
            if on_card[round_.kind](round_, reply) or reply.owner.startswith(_OF_A_PLACE)
        }
        for person in (STRANGER, *(seat.person_id for seat in round_.seats if seat.left_at)):
            found += [
                f"{person} reads the {reply.kind} of another at {round_.step}"
                for reply in readable(round_, person).replies
                if reply.text is not None and reply.author_id != person and reply.id not in shown
            ]
    return list(dict.fromkeys(found))


@each_practice
def test_nobody_opens_what_is_not_for_them(feature: Feature, practice: Handed) -> None:
    holds("outsiders", outsiders, feature, practice)


# Where something is asked or looked for, and nothing is answered.
ASKS = ("start", "change", "which", "search", "short_instead", "question", "rhythm_start", "rhythm_change")


def silent_forms(feature: Feature, practice: Handed) -> list[str]:
    """Forms to write in that do not say in one line who can read it, right where it is written."""
    found = set[str]()
    drawn = [*practice.alone(PLAIN, "words")]
    for round_ in practice.cover():
        drawn += of_round(feature, practice, dressed(practice, round_, PLAIN, "words"), "words")
    for by, thing in drawn:
        if isinstance(thing, View) and thing.callback_id.partition(".")[2] not in ASKS:
            found |= {f"{by}: {fault}" for fault in _silent(thing)}
    return sorted(found)


def _silent(form: View) -> list[str]:
    boxes = [place for place, block in enumerate(form.blocks) if _to_write_in(block)]
    lines = [place for place, block in enumerate(form.blocks) if block.get("block_id") == WHO_READS]
    if not boxes:
        return []
    if lines != [boxes[0] - 1]:
        return ["it does not say who can read it"]
    [line] = [element["text"] for element in form.blocks[lines[0]]["elements"]]
    return [] if "can read this" in line and "\n" not in line else [f"{line!r} is no line of who can read it"]


def _to_write_in(block: dict[str, object]) -> bool:
    element = block.get("element")
    return isinstance(element, dict) and element["type"] == "plain_text_input"


@each_practice
def test_each_form_says_in_one_line_who_can_read_it(feature: Feature, practice: Handed) -> None:
    holds("who reads", silent_forms, feature, practice)


def test_what_is_stored_opens_with_the_keys_alone() -> None:
    rounds_ = [(one, r) for _, one in everybody() for r in some(practice_cover(one), "stored", EVERY)]
    with an_address() as url:
        mine, thief = Store(url, None, Vault(["0" * 42 + "0="])), Store(url, None, Vault([ANOTHER_KEY]))
        for number, (practice, round_) in enumerate(rounds_):
            keep(mine, practice, deepcopy(round_), f"T{number}", MARK.format("text"))
        path = Path(url.removeprefix("sqlite:///"))
        file = path.read_bytes() + path.with_name(f"{path.name}-wal").read_bytes()

        assert MARK.format("text").encode() not in file
        texts = [text for number in range(len(rounds_)) for text in _opened(mine, number, rounds_)]
        assert any(MARK.format("text") in text for text in texts)
        stolen = [text for number in range(len(rounds_)) for text in _opened(thief, number, rounds_)]
        assert not any(MARK.format("text") in text for text in stolen)
        mine.close()
        thief.close()


def practice_cover(practice: Handed) -> list[Round]:
    """Of what was written by somebody; what a rhythm asks has nobody's key."""
    written = [round_ for round_ in practice.cover() if any(reply.text for reply in round_.replies)]
    return [round_ for round_ in written if all(reply.owner for reply in round_.replies)]


def _opened(store: Store, number: int, rounds_: list[tuple[Handed, Round]]) -> list[str]:
    with store.read() as db:
        found = queries.find(db, f"T{number}", rounds_[number][1].id)
        queries.unseal_all(db, [found], lambda *_: True)
    return [reply.text for reply in found.replies if reply.text]


def posted(feature: Feature, practice: Handed) -> list[str]:
    """Kinds of what people write that stand in a message to anybody, and are not said to."""
    readable, found, there = read_by(feature, practice), set[str](), set[str]()
    for round_ in practice.cover():
        worn = apart(round_)
        for reply in worn.replies:
            if reply.text is not None:
                reply.text = practice.worn(reply, PLAIN, _mark(reply.kind))
        for by, thing in practice.draws(worn, readable, "words"):
            text = json.dumps([thing.text, *thing.blocks]) if isinstance(thing, Message) else ""
            kinds = {reply.kind for reply in worn.replies if _mark(reply.kind) in text}
            found |= {f"{by}: somebody's {kind} stands in a message" for kind in kinds - set(practice.posted)}
            there |= kinds
    return sorted(found) + [f"no {kind} stands in a message" for kind in sorted(set(practice.posted) - there)]


def _mark(kind: str) -> str:
    return MARK.format(kind.replace("_", ""))


@each_practice
def test_answers_stand_in_no_message(feature: Feature, practice: Handed) -> None:
    holds("posted", posted, feature, practice)


@each_practice
def test_nobodys_words_stand_in_a_log(
    world_of: WorldOf, feature: Feature, practice: Handed, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    shared = world_of(feature, practice, "sqlite")

    for transition in some(practice.transitions, f"logged: {feature.name}", 8):
        shared.trial(transition)
        kept = stored(shared.world)
        for words in practice.secret:
            assert words not in caplog.text, transition.name
            assert words.encode() not in kept, transition.name


# --- names


def signed(practice: Handed) -> tuple[int, list[str]]:
    """How many texts are unsigned; and those that have a name, or a time of their own, beside them."""
    many, found = 0, list[str]()
    for round_ in practice.scenes():
        apart_ = practice.sealed.get(round_.kind, frozenset())
        unsigned = [r for r in round_.replies if r.kind in apart_ and not r.author_id]
        many += len(unsigned)
        found += [
            f"the time of a {reply.kind} is kept at {round_.step}"
            for reply in unsigned
            if reply.created_at != round_.created_at
        ]
        found += [
            f"the {reply.kind} is kept with a person's key"
            for reply in unsigned
            if not reply.owner.startswith("round:")
        ]
    return many, list(dict.fromkeys(found))


def test_what_is_unsigned_has_no_name_and_no_time() -> None:
    told = [signed(practice) for _, practice in everybody()]

    assert sum(bool(many) for many, _ in told) >= 2
    assert [fault for _, found in told for fault in found] == []


def paused_by(feature: Feature, practice: Handed) -> list[str]:
    """Where somebody who did not pause it could tell who did."""
    readable, found = read_by(feature, practice), set[str]()
    draw = {kind.name: kind.draw for kind in feature.kinds}
    for round_ in practice.scenes():
        found |= {f"{one[2]} stands in what was done" for one in common_log(round_) if "pause" in one[2]}
        if round_.status is not Status.PAUSED or not round_.paused_by:
            continue
        there = [seat.person_id for seat in round_.present]
        for reader in (None, *there):
            drawn = []
            for who in [one for one in there if one != reader]:
                other = apart(readable(round_, None))
                other.paused_by = who
                cards = draw[round_.kind](other)
                mine = [d.message for place, d in cards.items() if place == reader or place not in there]
                drawn.append(str(mine))
            found |= {f"at {round_.step} {reader} reads who it was"} if len(set(drawn)) > 1 else set()
    return sorted(found)


def common_log(round_: Round) -> list[tuple[str, str, str]]:
    return [tuple(one) for one in common(round_).get("log", [])] if round_.facts else []


@each_practice
def test_who_paused_it_is_told_to_nobody(feature: Feature, practice: Handed) -> None:
    holds("paused", paused_by, feature, practice)


def away(feature: Feature, practice: Handed) -> list[str]:
    """Where others read that somebody is away who did not tick that they may."""
    readable, found = read_by(feature, practice), set[str]()
    draw = {kind.name: kind.draw for kind in feature.kinds}
    for round_ in practice.cover():
        there = [seat.person_id for seat in round_.seats]
        for who in there:
            hidden, back = apart(readable(round_, None)), apart(readable(round_, None))
            for seat in (*hidden.seats, *back.seats):
                seat.away_shown = seat.away_shown and seat.person_id != who
                if seat.person_id == who:  # they were told: whom something has not reached is another thing
                    seat.notice, seat.unreached = "", False
            hidden.seat(who).back_at, back.seat(who).back_at = NOW + timedelta(days=10), None
            one, other = draw[round_.kind](hidden), draw[round_.kind](back)
            found |= {
                f"at {round_.step} {place} reads it"
                for place in {*one, *other} - {who}
                if str(one.get(place)) != str(other.get(place))
            }
    return sorted(found)


@each_practice
def test_who_is_away_is_told_to_nobody_who_may_not_read_it(feature: Feature, practice: Handed) -> None:
    holds("away", away, feature, practice)


# --- what is kept, and how long


def overdue(feature: Feature, practice: Handed) -> list[str]:
    """What is still there after its day; and what went before it."""
    over = [round_ for round_ in practice.scenes() if round_.status in OVER and round_.kind in practice.days]
    found = [
        f"{round_.kind} at {round_.step} still has its {reply.kind}"
        for round_ in over
        for reply in round_.replies
        if reply.text and _day_of(practice, round_, reply) == 0
    ]
    for days in {days for days in practice.days.values() if days}:
        of = [one for one in over if any(_day_of(practice, one, reply) == days for reply in one.replies)]
        day = [one.since + timedelta(days=days) for one in of if one.since]
        if not day:  # a practice that promises it is seen to keep it
            found += (
                [f"nothing shows what goes after {days} days"] if f"{feature.name}_kept" in PROMISES else []
            )
            continue
        before, after = _left(practice, of, min(day) - _HOUR), _left(practice, of, max(day) + _HOUR)
        for round_, kept, gone in zip(of, before, after, strict=True):
            wanted = {r.id for r in round_.replies if r.text and _day_of(practice, round_, r) == days}
            late, early = wanted & _texts(gone), wanted - _texts(kept)
            found += [f"{round_.kind} at {round_.step} has words after {days} days"] if late else []
            found += [f"{round_.kind} at {round_.step} lost words before {days} days"] if early else []
    return list(dict.fromkeys(found))


_HOUR = timedelta(hours=1)


def _texts(round_: Round) -> set[str]:
    return {reply.id for reply in round_.replies if reply.text}


def _day_of(practice: Handed, round_: Round, reply: Reply) -> int | None:
    """After how many days it is deleted; None for what is said to stay."""
    of_its_own = practice.days.get(f"{round_.kind}.{reply.kind}")
    if practice.stays(round_, reply) or (reply.kind in practice.keeps and of_its_own is None):
        return None
    return practice.days[round_.kind] if of_its_own is None else of_its_own


def _left(practice: Handed, of: list[Round], until: datetime) -> list[Round]:
    """These rounds, when nobody has done anything until then."""
    with a_store() as store:
        for number, round_ in enumerate(of):
            keep(store, practice, deepcopy(round_), f"T{number}")
        time_passes(store, until)
        with store.read() as db:
            found = [queries.find(db, f"T{number}", round_.id) for number, round_ in enumerate(of)]
            queries.unseal_all(db, found, lambda *_: True)
    return found


@each_practice
def test_what_was_written_is_gone_on_its_day(feature: Feature, practice: Handed) -> None:
    promise = PROMISES.get(f"{feature.name}_kept")  # a practice that is new may have none of its own yet
    for days in practice.days.values():
        assert not days or promise is None or f"{days} days" in promise.says

    holds("days", overdue, feature, practice)


def not_taken_back(feature: Feature, practice: Handed) -> list[str]:
    """Words of somebody who took them back, and what was played back of them, where they still stand."""
    if f"{feature.name}.withdraw" not in feature.actions:
        return []
    withdraw, found, went = import_module(f"bot.features.{feature.name}.flow").withdraw, list[str](), 0
    for round_ in practice.cover():
        for author in {reply.author_id for reply in round_.replies if reply.kind == "open" and reply.text}:
            after = deepcopy(round_)
            before = {r.id for r in round_.replies if r.kind == "heard" and _of(round_, r) == author}
            try:
                withdraw(after, author, NOW)
            except (Refusal, KeyError):
                continue
            went += 1
            found += [
                f"at {round_.step} the {reply.kind} is still there"
                for reply in after.replies
                if reply.text and ((reply.kind == "open" and reply.author_id == author) or reply.id in before)
            ]
    return [*dict.fromkeys(found), *([] if went else ["nobody took anything back"])]


def _of(round_: Round, heard: Reply) -> str:
    """Whose words were played back."""
    people = {seat.person_id for seat in round_.seats}
    return heard.about if heard.about in people else str(round_.seat(heard.author_id).facts["listens_to"])


@each_practice
def test_words_that_are_taken_back_are_gone_with_what_was_played_back(
    feature: Feature, practice: Handed
) -> None:
    holds("taken back", not_taken_back, feature, practice)
