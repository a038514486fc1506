"""Reads how a round is wanted from the words behind the question."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.features.listening.models import TURN_MOST, Form, Pace, Plan
from bot.refusal import Refusal

# A phone makes one long dash of two short ones.
_DASH = re.compile(r"(?:^|\s)(?:--|—|–)(?=\s|$)")
_AMOUNT = re.compile(r"(?=0*[1-9])(\d{1,9})([^\W\d_]*)")  # a number above nothing, and its unit


@dataclass(frozen=True)
class Vocabulary:
    """What people type, in small letters, and what it means."""

    paces: Mapping[str, Pace]
    forms: Mapping[str, Form]
    ticks: Mapping[str, str]
    units: Mapping[str, Pace]  # of time: each belongs to a pace


def parts(text: str) -> tuple[str, str]:
    """What stands before the last ` -- `, and what after it; all is the question where there is none."""
    dashes = list(_DASH.finditer(text))
    if not dashes:
        return text.strip(), ""
    return text[: dashes[-1].start()].strip(), text[dashes[-1].end() :].strip()


def read(said: str, people: Sequence[str], known: Vocabulary, typed: str = "") -> Plan | None:
    """The plan that these words ask for; None if nothing in them does, so that they belong to the question.

    Refuses words that stand among others which it does understand, quoting what was `typed`, and an amount of
    time that does not fit.
    """
    words = [word for word in (word.strip(",.;").lower() for word in said.split()) if word]
    paces = [known.paces[w] for w in words if w in known.paces]
    forms = [known.forms[w] for w in words if w in known.forms]
    ticks = {known.ticks[w] for w in words if w in known.ticks}
    amounts = _amounts(words, known)
    meant = {*known.paces, *known.forms, *known.ticks, *(part for amount in amounts for part in amount)}
    strange = [word for word in words if word not in meant]
    nothing = not (paces or forms or ticks or amounts or people)
    if nothing:
        return None
    if strange or len(set(paces)) > 1 or len(set(forms)) > 1 or len(amounts) > 1:
        raise Refusal("listening.refused.unclear", words=", ".join(strange or words), typed=typed)
    amount, unit = amounts[0] if amounts else ("", "")
    pace = paces[0] if paces else known.units.get(unit, Pace.GATHER)
    turn = int(amount.removesuffix(unit) or 0)
    if turn > TURN_MOST[pace] or known.units.get(unit, pace) is not pace:
        raise Refusal(f"listening.refused.unfit_{pace}", most=TURN_MOST[pace], typed=typed)
    return plan(pace, forms[0] if forms else Form.SIMPLE, turn, people, ticks)


def plan(pace: Pace, form: Form, turn: int, people: Iterable[str], ticks: Iterable[str]) -> Plan:
    """A plan that can be kept; refuses a time that does not fit its pace.

    Aloud, each begins with one thing heard unless that is left out ("plain"); written, only where chosen.
    """
    ticks = set(ticks)
    if turn > TURN_MOST[pace]:
        raise Refusal(f"listening.refused.turn_{pace}", field="turn", most=TURN_MOST[pace])
    return Plan(
        pace,
        form,
        turn,
        tuple(dict.fromkeys(people)),
        check_in="check_in" in ticks,
        play_back="plain" not in ticks and ("play_back" in ticks or pace is not Pace.GATHER),
        publish="publish" in ticks and pace is Pace.GATHER,
    )


def _amounts(words: Sequence[str], known: Vocabulary) -> list[tuple[str, str]]:
    """The words that are amounts of time, each with the unit in it or after it; "" for none."""
    found = []
    for word, after in zip(words, [*words, ""][1:], strict=True):
        amount = _AMOUNT.fullmatch(word)
        if amount and (not amount[2] or amount[2] in known.units):
            found.append((word, amount[2] or (after if after in known.units else "")))
    return found
