"""What every error code that Slack documents means to us: nothing is left out, and what is new waits."""

import ast
import tomllib
from pathlib import Path

import pytest

from bot.check import scopes, source
from bot.playground import web_api
from bot.slack import codes
from bot.slack.codes import Kind, Told, means
from bot.words import ROOT
from tests.world import World

DOCUMENTED = tomllib.loads(Path(__file__).with_name("documented_codes.toml").read_text(encoding="utf-8"))
EVERY = DOCUMENTED.pop("every")
LISTS = ("codes", "earlier", "assumed")
KNOWN = {*web_api.METHODS, *scopes.METHODS}
TABLES = ("codes.py", "scopes.py")
PASSING = {
    *("ratelimited", "rate_limited", "team_added_to_org", "org_login_required", "ekm_access_denied"),
    "external_channel_migrating",
}


def listed(method: str) -> set[str]:
    return {code for page in (EVERY, DOCUMENTED[method]) for kind in LISTS for code in page.get(kind, [])}


def called() -> set[str]:
    """Every method that the code names where it calls it, or in a word of its own."""
    found = {one.method for one in source.read(ROOT / "bot").methods}
    for path in (ROOT / "bot").rglob("*.py"):
        if not path.is_relative_to(ROOT / "bot" / "playground") and path.name not in TABLES:
            found |= {
                str(node.value) for node in ast.walk(parsed(path)) if isinstance(node, ast.Constant)
            } & KNOWN
    return found


def parsed(path: Path) -> ast.AST:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("method", sorted(DOCUMENTED))
def test_of_every_documented_code_the_table_says_what_it_means(method: str) -> None:
    unsaid = {code for code in listed(method) if means(method, code) is codes.UNKNOWN}

    assert unsaid == set()


def test_the_table_has_nothing_that_no_list_has() -> None:
    everywhere = {code for kind in LISTS for code in EVERY.get(kind, [])}
    extra = {(m, code) for m, code in codes._BY_CODE if code not in (listed(m) if m != "*" else everywhere)}

    assert extra == set()


def test_every_list_says_where_it_was_read() -> None:
    pages = {method: page["source"] for method, page in DOCUMENTED.items()}

    assert pages == {method: f"https://docs.slack.dev/reference/methods/{method}" for method in pages}
    assert EVERY["source"].startswith("https://docs.slack.dev/reference/methods/")


def test_every_method_that_is_called_has_its_codes() -> None:
    assert called() == set(DOCUMENTED) == codes.methods()


def test_the_code_names_every_method_that_slack_hears(world: World) -> None:
    """What calls a method under a name that cannot be read from the code would be missed above."""
    ana = world["Ana"]
    ana.types("/reflect What now?")
    ana.answers("The money.")

    assert {call.method for call in world.slack.calls} - {"response_url", "upload"} <= called()
    assert called() <= set(web_api.METHODS)


@pytest.mark.parametrize("code", sorted(PASSING))
@pytest.mark.parametrize("method", sorted(DOCUMENTED))
def test_what_passes_by_itself_is_never_final(method: str, code: str) -> None:
    assert means(method, code).kind is Kind.LATER
    assert 0 < means(method, code).wait <= 300


@pytest.mark.parametrize("method", [*sorted(DOCUMENTED), "made.up"])
def test_what_nobody_documented_waits_and_whoever_runs_it_hears_of_it(method: str) -> None:
    new = means(method, "something_new_of_next_year")

    assert new.kind is Kind.LATER
    assert Told.OPERATOR in new.told


def test_each_meaning_waits_where_it_comes_later_and_only_there() -> None:
    every = {one for one in vars(codes).values() if isinstance(one, codes.Means)}

    assert {one.name for one in every if one.wait} == {one.name for one in every if one.kind is Kind.LATER}
    assert len({one.name for one in every}) == len(every)
