"""Reads how a round is wanted from the words behind the question."""

import re
from collections.abc import Iterable, Sequence

from bot.features.listening.models import TURN_MOST, Form, Pace, Plan
from bot.refusal import Refusal

# A phone makes one long dash of two short ones.
_DASH = re.compile(r"(?:^|\s)(?:--|—|–)(?=\s|$)")
_AMOUNT = re.compile(r"(\d{1,9})([a-z]*)")
_UNITS = {
    Pace.LIVE: {"m", "min", "mins", "minute", "minutes"},
    Pace.RELAY: {"h", "hr", "hrs", "hour", "hours"},
    Pace.GATHER: {"d", "day", "days"},
}
_PACES = {pace.value: pace for pace in Pace}
_FORMS = {form.value: form for form in Form} | {"café": Form.CAFE}
_TICKS = {"check-in": "check_in", "checkin": "check_in", "play-back": "play_back", "playback": "play_back"}
_TICKS |= {"publish": "publish"}


def parts(text: str) -> tuple[str, str]:
    """What stands before the last ` -- `, and what after it; all is the question where there is none."""
    dashes = list(_DASH.finditer(text))
    if not dashes:
        return text.strip(), ""
    return text[: dashes[-1].start()].strip(), text[dashes[-1].end() :].strip()


def read(said: str, people: Sequence[str], typed: str = "") -> Plan | None:
    """The plan that these words ask for; None if nothing in them does, so that they belong to the question.

    Refuses words that stand among others which it does understand, quoting what was `typed`, and an amount of
    time that does not fit.
    """
    words = [word.strip(",.;").lower() for word in said.split()]
    words = [word for word in words if word]
    paces = [_PACES[w] for w in words if w in _PACES]
    forms = [_FORMS[w] for w in words if w in _FORMS]
    ticks = {_TICKS[w] for w in words if w in _TICKS}
    amounts, units = _amounts(words)
    known = {*_PACES, *_FORMS, *_TICKS, *amounts, *units}
    strange = [word for word in words if word not in known]
    if strange and not (paces or forms or ticks or amounts or people):
        return None
    if not (words or people):
        return None
    if strange or len(set(paces)) > 1 or len(set(forms)) > 1 or len(amounts) > 1:
        raise Refusal("listening.refused.unclear", words=", ".join(strange or words), typed=typed)
    pace = _pace(paces, units, typed)
    turn = int(_AMOUNT.fullmatch(amounts[0])[1]) if amounts else 0  # type: ignore[index]
    if turn > TURN_MOST[pace]:
        raise _unfit(pace, typed)
    return plan(pace, forms[0] if forms else Form.SIMPLE, turn, people, ticks)


def plan(pace: Pace, form: Form, turn: int, people: Iterable[str], ticks: Iterable[str]) -> Plan:
    """A plan that can be kept; refuses a time that does not fit its pace."""
    ticks = set(ticks)
    if turn > TURN_MOST[pace]:
        raise Refusal(f"listening.refused.turn_{pace}", field="turn", most=TURN_MOST[pace])
    return Plan(
        pace,
        form,
        turn,
        tuple(dict.fromkeys(people)),
        check_in="check_in" in ticks,
        play_back="play_back" in ticks,
        publish="publish" in ticks and pace is Pace.GATHER,
    )


def _amounts(words: Sequence[str]) -> tuple[list[str], set[str]]:
    """The words that are amounts of time, and the units that go with them."""
    amounts, units = [], set()
    for place, word in enumerate(words):
        found = _AMOUNT.fullmatch(word)
        after = words[place + 1] if place + 1 < len(words) else ""
        if found is None or int(found[1]) == 0:
            continue
        if not found[2]:
            amounts.append(word)
            units |= {after} if _unit_of(after) else set()
        elif _unit_of(found[2]):
            amounts.append(word)
            units.add(found[2])
    return amounts, units


def _unit_of(word: str) -> Pace | None:
    return next((pace for pace, names in _UNITS.items() if word in names), None)


def _pace(paces: Sequence[Pace], units: Iterable[str], typed: str) -> Pace:
    """What was named, else what the unit belongs to; refuses minutes for a round that takes days."""
    meant = {_unit_of(unit) for unit in units} - {None}
    pace = paces[0] if paces else next(iter(meant), Pace.GATHER)
    assert pace is not None
    if meant - {pace}:
        raise _unfit(pace, typed)
    return pace


def _unfit(pace: Pace, typed: str) -> Refusal:
    return Refusal(f"listening.refused.unfit_{pace}", most=TURN_MOST[pace], typed=typed)
