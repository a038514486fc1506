"""Not too much at once: a message has five buttons, a form opens with four questions and eighty words."""

import pytest

from bot.rounds.feature import Feature
from bot.rounds.showing import behind
from tests.every.drawing import OPENED
from tests.every.each import each_practice
from tests.every.plainly import plainly
from tests.practices import Handed

QUESTIONS, WORDS = 4, 80
READ = 3000  # characters on a page to read

pytestmark = pytest.mark.usefixtures("doors")


@each_practice
def test_no_message_has_more_than_five_buttons(feature: Feature, practice: Handed) -> None:
    found = {by: pressed for by, pressed in plainly(feature).messages if len(pressed) > behind.MOST}

    assert found == {}


@each_practice
def test_what_a_card_has_no_room_for_stands_in_its_menu(feature: Feature, practice: Handed) -> None:
    assert plainly(feature).behind - plainly(feature).menus == set()


@each_practice
def test_no_form_opens_with_more_than_four_questions_or_eighty_words(
    feature: Feature, practice: Handed
) -> None:
    opens = [asks for asks in plainly(feature).asks if asks[0] not in (OPENED, *practice.once_opened)]

    assert [asks for asks in opens if asks[1] > QUESTIONS] == []
    assert [asks for asks in opens if asks[2] > WORDS] == []


@each_practice
def test_no_page_to_read_has_more_than_three_thousand_characters(feature: Feature, practice: Handed) -> None:
    assert [page for page in plainly(feature).pages if page[1] > READ] == []
