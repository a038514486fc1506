"""Whatever waits for somebody alone stands under *Waiting for you* at home, whatever the practice."""

from random import Random

import pytest

from bot.features import FEATURES
from bot.rounds.company.common import common
from bot.rounds.feature import Feature, at_home
from bot.rounds.keeping.models import Round, Seat, Status, Word
from bot.rounds.showing.drawing import Weight
from bot.rounds.showing.handed import handed as handed_over
from tests.every.drawing import dressed, read_by
from tests.every.each import each_practice
from tests.practices import NOW, PLAIN, Handed, handed
from tests.reading import actions_in
from tests.size import SOAK, chance

pytestmark = pytest.mark.usefixtures("doors")

LIVES = 150 if SOAK else 20


def waits(feature: Feature, round_: Round, person_id: str) -> bool:
    """Whether it says so at home of this round, which is handed in alone."""
    lines = at_home([feature], [round_], person_id, NOW)
    return any(line.weight is Weight.WAITS and line.of is round_ for line in lines)


def test_what_time_reminds_somebody_of_waits_at_home() -> None:
    reminded = {feature.name: reminders(feature, handed(feature)) for feature in FEATURES}

    assert len([name for name, many in reminded.items() if many]) >= 3, reminded


def reminders(feature: Feature, practice: Handed) -> int:
    """In how many states of random lives time has just reminded somebody; at home it waits in all of them."""
    random, found = chance(f"waits {feature.name}"), 0
    for _ in range(LIVES):
        found += sum(_reminded(feature, practice, random))
    return found


def _reminded(feature: Feature, practice: Handed, random: Random) -> list[bool]:
    found, before = [], dict[tuple[str, str], tuple[object, ...]]()
    for round_ in practice.lives(random):
        for seat in round_.present:
            was, now = before.get((round_.id, seat.person_id)), stands(round_, seat)
            if was and just_reminded(round_, seat) and was[:2] == now[:2] and was[2] != now[2]:
                assert waits(feature, round_, seat.person_id), (round_.kind, round_.step, seat.step, now)
                found.append(True)
            before[round_.id, seat.person_id] = now
    return found


def stands(round_: Round, seat: Seat) -> tuple[object, ...]:
    """In which step, since when, and what was last said to them: in the same step a reminder is new."""
    return round_.step, round_.since, seat.notice or seat.rang


def just_reminded(round_: Round, seat: Seat) -> bool:
    """A reminder has a name of its own; that it was one is left standing when something else rings."""
    said = (seat.notice or seat.rang).split(":")
    return round_.status is Status.RUNNING and seat.word == Word.REPEAT and "nudge" in said


@each_practice
def test_what_somebody_is_asked_to_look_after_waits_at_home_as_long_as_their_card_asks(
    feature: Feature, practice: Handed
) -> None:
    draw, readable = {kind.name: kind.draw for kind in feature.kinds}, read_by(feature, practice)

    for scene in practice.scenes():
        round_ = readable(dressed(practice, scene, PLAIN, "words"), None)
        cards = draw[round_.kind](round_)
        for seat in round_.present:
            if seat.person_id in cards and common(round_).get("handing") == seat.person_id:
                pressed = actions_in(cards[seat.person_id].message.blocks)
                asks = f"{feature.name}.host_yes" in pressed
                assert waits(feature, round_, seat.person_id) or not asks, (round_.step, round_.status)
                assert asks or not handed_over([round_], seat.person_id), (round_.step, round_.status)
