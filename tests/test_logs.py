"""What is logged of a failure: its kind and its place, and nothing that somebody may have written."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot import right, words
from bot.logs import failure
from bot.refusal import Refusal
from bot.vault import Vault

BOT = Path(words.__file__).parent


def said(act: Callable[[], object]) -> str:
    with pytest.raises((KeyError, ValueError, Refusal)) as raised:
        act()
    return failure(raised.value)


def test_a_failure_is_named_with_the_line_of_ours_where_it_was() -> None:
    lines = (BOT / "words.py").read_text(encoding="utf-8").splitlines()
    line = 1 + next(nth for nth, line in enumerate(lines) if "raise KeyError(key)" in line)

    assert said(lambda: words.phrase("secret.words")) == f"KeyError at words.py:{line}"


def test_of_a_failure_in_what_we_use_our_own_line_is_named() -> None:
    assert re.fullmatch(r"\w+ at vault\.py:\d+", said(lambda: Vault(["secret words"])))


def test_a_refusal_is_named_with_its_key_and_without_what_fills_it() -> None:
    def refuse() -> None:
        raise Refusal("common.no", name="secret words")

    assert said(refuse) == "Refusal common.no"
    assert re.fullmatch(
        r"Refusal [a-z_.]+ at right\.py:\d+", said(lambda: right.may("take part", {right.Role.STRANGER}))
    )


def test_a_failure_that_is_nowhere_in_our_code_is_named_alone() -> None:
    assert said(lambda: int("secret words")) == "ValueError"
    assert failure(ValueError("secret words")) == "ValueError"


@pytest.mark.parametrize(
    "error", [ValueError("secret words"), KeyError("secret words"), Refusal("a.b", x="secret")]
)
def test_nothing_that_a_failure_says_is_in_it(error: Exception) -> None:
    assert "secret" not in failure(error)
