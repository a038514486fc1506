"""Right follows from place and role: whoever has no place is refused in words, and changes nothing."""

from typing import Any

import pytest
from sqlalchemy import text

from bot.features import FEATURES
from tests.journeys.steps import ask, listen, make_trio, put_away, words_of
from tests.journeys.tampering import ANOTHER_TEAM, command, press, snapshot, submit
from tests.world import TEAM, Somebody, World

# What an id is about: a round that it names; oneself, or nobody, whatever it names; or one's own words,
# which stay one's own after leaving.
PRESSES = {
    "pairs.invite": "oneself",
    "pairs.how": "oneself",
    "pairs.yes": "round",
    "pairs.no": "round",
    "pairs.leave": "round",
    "pairs.alone": "round",
    "pairs.stop": "round",
    "reflection.choose_question": "oneself",
    "reflection.ask_prompt": "oneself",
    "reflection.no_thanks": "oneself",
    "reflection.write": "round",
    "reflection.change": "round",
    "reflection.finish": "round",
    "reflection.write_after_all": "round",
    "reflection.write_alone": "round",
    "reflection.take": "round",
    "reflection.another_day": "round",
    "reflection.read": "own words",
    "reflection.read_mine": "own words",
    "reflection.read_again": "own words",
    "reflection.hear": "round",
    "reflection.confirm": "round",
    "reflection.note": "round",
    "reflection.how": "round",
    "reflection.help": "round",
    "reflection.another": "round",
    "reflection.erase": "round",
    "reflection.pass": "round",
    "reflection.share": "round",
    "reflection.wait": "round",
    "reflection.keep": "round",
    "reflection.just_read": "round",
    "reflection.keep_open": "round",
    "reflection.enough": "round",
    "reflection.take_up": "round",
    "reflection.badly": "round",
    "reflection.go_on": "round",
    "reflection.withdraw": "own words",
    "reflection.stop": "round",
    "reflection.close": "round",
    "reflection.fewer": "round",
    "reflection.more": "round",
    "me.perspective": "oneself",
}
FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "pairs.invite": ("oneself", {"people": ["U0BEN"]}),
    "reflection.which": ("round", {"pair": ("{round}",), "question": "Whose?"}),
    "reflection.answer": ("round", {"answer": "Something."}),
    "reflection.another_day": ("round", {"day": "2026-09-20"}),
    "reflection.heard": ("round", {"heard": "Something."}),
    "reflection.confirm": ("round", {"close": ("yes",), "added": "More."}),
    "reflection.note": ("round", {"note": "Ours.", "agreed": "yes"}),
    "me.said": ("oneself", {"words": "Nine years of it."}),
}
REFUSED = (
    "This is for the people who take part in it.",
    "This is not here any more.",
    "This has moved on",
    "You have left this already",
    "This has been answered already",
    "You are not together with anybody in this",
)


class Scene:
    """Chloe, Dev and Esi have read each other's answers; then Esi left. Ana is in another pair."""

    def __init__(self, world: World) -> None:
        self.world = world
        make_trio(world)
        ask(world, "Chloe", "Dev", "Esi", by="Chloe")
        with world.bot.store.read() as db:
            found = db.execute(text("SELECT id, pair_id FROM rounds WHERE feature = 'reflection'")).one()
        self.round, self.pair = found.id, found.pair_id
        world["Esi"].presses_at_home("Leave")
        listen(world)

    def try_everything(
        self, who: Somebody, team: str, *, round_: str = "", may: set[str] | None = None
    ) -> list[str]:
        """Every id, by this person; those that were let through, or refused without words."""
        wrong = []
        for action, about in PRESSES.items():
            target = round_ or (self.pair if action.startswith("pairs.") else self.round)
            before = self.snapshot()
            told = press(self.world, who, action, target + ("|1.1" if action.endswith("take") else ""), team)
            if about in (may or set()):
                continue
            wrong += self._wrong(action, about, told, before)
        for form, (about, typed) in FORMS.items():
            target = round_ or (self.pair if form in ("pairs.invite", "reflection.which") else self.round)
            before = self.snapshot()
            filled = {k: (target,) if v == ("{round}",) else v for k, v in typed.items()}
            meta = {"reflection.confirm": f"{target}|U0DEV", "reflection.note": f"{target}|"}.get(
                form, target
            )
            wrong += self._wrong(form, about, submit(self.world, who, form, meta, filled, team), before)
        return wrong

    def snapshot(self) -> str:
        return snapshot(self.world, self.round, self.pair, "ready-pair")

    def _wrong(self, verb: str, about: str, told: str, before: str) -> list[str]:
        wrong = []
        if self.snapshot() != before:
            wrong.append(f"{verb} changed something")
        if (
            about != "oneself"
            and not told.strip().startswith(REFUSED)
            and not any(w in told for w in REFUSED)
        ):
            wrong.append(f"{verb} says {told[:80]!r}")
        if any(words_of(name) in told for name in ("Chloe", "Dev")):
            wrong.append(f"{verb} shows somebody's words")
        return wrong


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


def test_every_id_of_every_practice_has_its_place_in_this_table() -> None:
    presses = {verb for f in FEATURES for verb in (*f.actions, *f.shows)}
    forms = {verb for f in FEATURES for verb in f.forms}

    assert presses == set(PRESSES)
    assert forms == set(FORMS)


def test_somebody_of_another_pair_can_do_nothing_in_it(scene: Scene) -> None:
    assert scene.try_everything(scene.world["Ana"], TEAM) == []
    for name in ("Chloe", "Dev", "Esi"):
        assert scene.world[name].rang() == []


def test_somebody_who_left_can_do_nothing_but_read_and_take_back_their_own_words(scene: Scene) -> None:
    esi = scene.world["Esi"]

    assert scene.try_everything(esi, TEAM, may={"own words"}) == []

    assert scene.world["Chloe"].rang() == []
    told = press(scene.world, esi, "reflection.read", scene.round)
    assert words_of("Chloe") not in told
    assert words_of("Dev") not in told


def test_somebody_of_another_workspace_can_do_nothing_in_it_even_with_the_same_id(scene: Scene) -> None:
    assert scene.try_everything(scene.world["Chloe"], ANOTHER_TEAM) == []


@pytest.mark.parametrize("value", ["", "nothing-like-it", "ready-pair", "the pair's", "the round's"])
def test_a_button_or_form_that_was_tampered_with_is_refused(scene: Scene, value: str) -> None:
    target = {"the pair's": scene.pair, "the round's": scene.round}.get(value, value or " ")
    chloe = scene.world["Chloe"]
    wrong = []
    for action, about in PRESSES.items():
        fits = target == (scene.pair if action.startswith("pairs.") else scene.round)
        if about != "oneself" and not fits:
            before = scene.snapshot()
            told = press(scene.world, chloe, action, target)
            wrong += scene._wrong(action, about, told, before)
    for form, (about, typed) in FORMS.items():
        fits = target == (scene.pair if form == "reflection.which" else scene.round)
        if about != "oneself" and not fits:
            before = scene.snapshot()
            filled = {k: (target,) if v == ("{round}",) else v for k, v in typed.items()}
            wrong += scene._wrong(form, about, submit(scene.world, chloe, form, target, filled), before)

    assert wrong == []


def test_nobody_says_that_is_it_to_a_play_back_of_somebody_elses_words(scene: Scene) -> None:
    before = snapshot(scene.world, scene.round)
    chloe = scene.world["Chloe"]

    for listener in ("U0CHLOE", "U0ESI", "U0ANA", "", "U0DEV|U0CHLOE"):
        told = submit(
            scene.world,
            chloe,
            "reflection.confirm",
            f"{scene.round}|{listener}",
            {"close": ("yes",), "added": ""},
        )
        assert any(words in told for words in REFUSED), told

    assert snapshot(scene.world, scene.round) == before


def test_somebody_reads_only_what_was_written_for_them(world: World, ana: Somebody, ben: Somebody) -> None:
    ask(world, "Ana")
    with world.bot.store.read() as db:
        round_id = db.execute(text("SELECT id FROM rounds WHERE feature = 'reflection'")).scalar_one()

    for action, about in PRESSES.items():
        if about != "oneself" and not action.startswith("pairs.") and action not in ("reflection.pass",):
            told = press(world, ben, action, round_id)
            assert words_of("Ana") not in told, action
            put_away(ben)


def test_a_command_from_another_workspace_reaches_nobody_here(
    world: World, ana: Somebody, ben: Somebody
) -> None:
    [told] = command(world, ana, "/reflect", "What did we avoid?", team=ANOTHER_TEAM)

    assert "invite someone first" in told
    assert ben.rang() == []
    world.slack.post(ana.id, ana.dm, "/reflect here too")
    world.settle()
    assert ben.rang() != []
