"""What is drawn is not too much at once: a message has five buttons at most."""

import pytest

from bot.rounds.feature import Feature
from bot.rounds.showing import behind
from tests.every.each import each_practice
from tests.every.plainly import plainly
from tests.practices import Handed

pytestmark = pytest.mark.usefixtures("doors")


@each_practice
def test_no_message_has_more_than_five_buttons(feature: Feature, practice: Handed) -> None:
    found = {by: pressed for by, pressed in plainly(feature).messages if len(pressed) > behind.MOST}

    assert found == {}


@each_practice
def test_what_a_card_has_no_room_for_stands_in_its_menu(feature: Feature, practice: Handed) -> None:
    assert plainly(feature).behind - plainly(feature).menus == set()
