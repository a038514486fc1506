"""A card has five buttons at most: what there is no room for stands behind *More*, and nothing is lost."""

from hypothesis import given
from hypothesis import strategies as st

from bot.rounds.showing import behind
from bot.rounds.showing.sentences import message
from bot.slack.blocks import Block, button, buttons
from bot.words import Markup
from tests.reading import actions_in, labels_in

NAMES = ("write", "pass", "read", "show", "talk", "fewer", "how")
SELDOM = ("talk", "fewer", "how")
ROWS = st.lists(st.lists(st.sampled_from(NAMES), max_size=6), max_size=4)


def row_of(names: list[str], row: int) -> list[Block]:
    return [button(name, f"{row}.{at}.{name}") for at, name in enumerate(names)]


def actions(rows: list[list[Block]]) -> list[str]:
    return actions_in([buttons(*row) for row in rows if row])


@given(ROWS)
def test_nothing_is_lost_and_five_stand_there(names: list[list[str]]) -> None:
    rows = [row_of(row, at) for at, row in enumerate(names)]

    shown, rest = behind.few(rows)

    assert len(actions(shown)) <= behind.MOST
    assert sorted(actions(rows)) == sorted({*actions(shown), *actions(rest)} - {behind.MORE})
    assert (behind.MORE in actions(shown)) == bool(rest)
    assert [] not in [*shown, *rest]


@given(ROWS)
def test_what_somebody_seldom_came_for_goes_behind_first(names: list[list[str]]) -> None:
    rows = [row_of(row, at) for at, row in enumerate(names)]

    shown, rest = behind.few(rows)

    together = [name for name in (*actions(shown), *actions(rest)) if name != behind.MORE]
    seldom = [name for name in actions(rows) if name.rpartition(".")[2].rpartition("_")[2] in SELDOM]
    often = [name for name in actions(rows) if name not in seldom]
    assert together == ([*often, *seldom] if rest else actions(rows))


def test_the_page_has_them_in_rows_and_carries_the_channel() -> None:
    rows = [row_of(["write", "pass", "read"], 0), row_of(["show", "how", "fewer", "talk"], 1)]

    page = behind.page(message(Markup("Title"), "", [], rows), "C0HOME")

    assert actions_in(page.blocks) == ["1.1.how", "1.2.fewer", "1.3.talk"]
    assert [block["block_id"] for block in page.blocks[1:]] == ["behind|C0HOME|0"]


def test_a_practice_s_own_more_is_the_only_one() -> None:
    row = [*row_of(["a", "b", "c", "d"], 0), button("More", "x.menu"), button("How", "x.how")]

    card = message(Markup("Title"), "", [], [row])

    assert labels_in(card.blocks) == ["a", "b", "c", "d", "More"]
    assert actions_in(card.blocks)[-1] == "x.menu"
    assert labels_in([buttons(*row) for row in card.rest]) == ["How"]
