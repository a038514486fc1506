"""Every way in is tried by whoever may not: the tests of rights leave out no button, form or shortcut."""

from bot.rounds.feature import Feature
from tests.every.each import each_practice, holds
from tests.practices import Handed


def wrong(feature: Feature, practice: Handed) -> list[str]:
    pressed = {*feature.actions, *feature.shows, *feature.shortcuts, *feature.everywhere}
    sent = set(feature.forms)
    return [
        *(f"nobody tries {verb}" for verb in sorted(pressed - set(practice.presses))),
        *(f"nobody tries the form {verb}" for verb in sorted(sent - set(practice.forms))),
        *(f"{verb} is tried, and not there" for verb in sorted(set(practice.presses) - pressed)),
        *(f"the form {verb} is tried, and not there" for verb in sorted(set(practice.forms) - sent)),
    ]


@each_practice
def test_every_way_in_is_tried(feature: Feature, practice: Handed) -> None:
    holds("rights", wrong, feature, practice)
