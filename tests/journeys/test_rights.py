"""Right follows from place and role: whoever has no place is refused in words, and changes nothing."""

from typing import Any

import pytest
from sqlalchemy import text

from bot.playground.records import APP_USER
from bot.rounds.keeping import queries
from tests.journeys.listening_steps import ask_all, time_is_up, writes
from tests.journeys.steps import ask, leaves, listen, make_trio, put_away, words_of
from tests.journeys.tampering import ANOTHER_TEAM, command, press, snapshot, submit
from tests.practices import everybody
from tests.size import some
from tests.world import TEAM, Somebody, World

# What an id is about: a round that it names; oneself, or nobody, whatever it names; or one's own words,
# which stay one's own after leaving.
# What an id is about, as each practice hands it in: a round that it names; oneself, or nobody, whatever it
# names; or one's own words. Those whose practice tries its ids by itself are not among them.
TRIED = [practice for _, practice in everybody() if not practice.tries_itself]
PRESSES = {verb: about for practice in TRIED for verb, about in practice.presses.items()}
# What stands behind the round's id in the value of these buttons.
BEHIND = {
    "reflection.take": "|1.1",
    "listening.keep_it": "|Something.",
    "listening.think": "|F10-01",
    "listening.next_page": "|1",
    "pairs.change": "|work",
    "pairs.share_this": "|nothing",
    "pairs.answer": "|U0DEV",
    "pairs.seen": "|nothing",
    "listening.yes": "|U0DEV",
    "listening.nearly": "|U0DEV",
    "listening.not_yet": "|U0DEV",
}
TYPED: dict[str, dict[str, Any]] = {
    "pairs.invite": {"people": ["U0BEN"]},
    "pairs.write": {"what": "Ours."},
    "pairs.join": {"people": ["U0BEN"]},
    "pairs.ask": {"ask": "Who else?"},
    "pairs.tell": {"told": "Nobody."},
    "pairs.share": {"words": "Ours.", "channel": "C0HOME", "signed": ("signed",)},
    "pairs.share_read": {"words": "Ours.", "signed": ("signed",)},
    "pairs.needs": {"needs": "A break.", "who": ("nobody",)},
    "reflection.which": {"pair": ("{round}",), "question": "Whose?"},
    "reflection.visits": {"channel": "C0HOME"},
    "reflection.answer": {"answer": "Something."},
    "reflection.another_day": {"day": "2026-09-20"},
    "reflection.heard": {"heard": "Something."},
    "reflection.confirm": {"close": ("yes",), "added": "More."},
    "reflection.note": {"note": "Ours.", "agreed": "yes"},
    "listening.start": {"question": "And me?", "pace": ("gather",), "form": ("simple",)},
    "listening.change": {"question": "Otherwise?", "pace": ("gather",), "form": ("simple",)},
    "listening.write": {"answer": "Something."},
    "listening.say": {"note": "Something."},
    "listening.take": {"taking": ""},
    "listening.hear": {"heard": "Something."},
    "listening.question": {"question": "What next?"},
    "listening.hand": {"who": ("U0DEV",)},
    "reflection.rhythm_rest": {"until": "2026-10-01"},
    "reflection.once_more": {"added": "More."},
    "reflection.how_near": {"close": ("yes",), "added": ""},
    "reflection.search": {"search": "trust"},
    "mylog.write": {"text": "For me alone."},
    "mylog.change": {"text": "For me alone."},
    "mylog.before": {"say": "For me alone.", "keep": "yes"},
    "hall.where": {"channel": "C0HOME"},
    "hall.unsure": {},
    "proposals.propose": {"question": "What helped you?", "why": "It helps.", "people": []},
    "proposals.ask": {"people": ["U0DEV"]},
    "proposals.answer": {"says": ("yes",), "line": "Shorter?"},
    "support.send": {"who": ("U0ESI",), "words": "Could we talk?"},
    "me.perspective": {"words": "Nine years of it."},
    "me.apart": {"who": ["U0DEV"]},
    "me.away": {"until": "2026-09-20"},
    "me.forget": {},
    "reflection.rhythm_start": {"when": ("day",), "time": "9:30"},
    "reflection.rhythm_change": {"when": ("day",), "time": "9:30"},
    "listening.rhythm_change": {"when": ("day",), "time": "9:30"},
}
FORMS = {verb: (about, TYPED[verb]) for practice in TRIED for verb, about in practice.forms.items()}
REFUSED = (
    "This is for the people who take part in it.",
    "This is not here any more.",
    "This has moved on",
    "You have left this already",
    "This has been answered already",
    "You are not together with anybody in this",
    "This is for those who have joined",
    "This one was put to certain people",
)


class Scene:
    """Chloe, Dev and Esi have read each other's answers, as a trio and in a channel where Chloe asked them
    to listen to each other; then Esi left both. Ana is in another pair, and was not asked.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        make_trio(world)
        ask(world, "Chloe", "Dev", "Esi", by="Chloe")
        with world.bot.store.read() as db:
            found = db.execute(text("SELECT id, subject_id FROM rounds WHERE feature = 'reflection'")).one()
        self.round, self.pair = found.id, found.subject_id
        leaves(world["Esi"])
        listen(world)
        ask_all(world, "@dev @esi @chloe", by="Chloe")
        for name in ("Chloe", "Dev", "Esi"):
            writes(world[name])
        self.listening = only_listening(world)
        press(world, world["Esi"], "listening.step_out", self.listening)
        listen(world)

    def target(self, verb: str) -> str:
        """What a true button or form of this kind would name."""
        if verb.startswith("listening."):
            return self.listening
        of_pair = verb in ("reflection.which", "reflection.visits") or verb.startswith("pairs.")
        return self.pair if of_pair else self.round

    def try_everything(
        self, who: Somebody, team: str, *, round_: str = "", may: set[str] | None = None
    ) -> list[str]:
        """Every id, by this person; those that were let through, or refused without words."""
        wrong = []
        for action, about in some(list(PRESSES.items()), f"presses of {who.name} {team}"):
            target = round_ or self.target(action)
            before = self.snapshot()
            told = press(self.world, who, action, target + BEHIND.get(action, ""), team)
            if about in (may or set()):
                continue
            wrong += self._wrong(action, about, told, before)
        for form, (about, typed) in some(list(FORMS.items()), f"forms of {who.name} {team}"):
            target = round_ or self.target(form)
            before = self.snapshot()
            filled = {k: (target,) if v == ("{round}",) else v for k, v in typed.items()}
            meta = METAS.get(form, "{}").format(target)
            wrong += self._wrong(form, about, submit(self.world, who, form, meta, filled, team), before)
        return wrong

    def snapshot(self) -> str:
        return snapshot(self.world, self.round, self.pair, self.listening, "ready-pair")

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


METAS = {
    "reflection.confirm": "{}|U0DEV",
    "reflection.note": "{}|",
    "pairs.write": "{}|work",
    "pairs.tell": "{}|U0DEV",
    "listening.start": "C0HOME|",
    "listening.change": "C0HOME|{}",
}


def only_listening(world: World) -> str:
    with world.bot.store.read() as db:
        query = text("SELECT id FROM rounds WHERE feature = 'listening'")
        return str(db.execute(query).scalar_one())


@pytest.fixture
def scene(world: World) -> Scene:
    return Scene(world)


def test_somebody_of_another_pair_can_do_nothing_in_it(scene: Scene) -> None:
    assert scene.try_everything(scene.world["Ana"], TEAM) == []
    for name in ("Chloe", "Dev"):
        assert scene.world[name].rang() == []
    asked_for_help = "would like to talk to someone, and chose you"  # as whoever runs it named her for that
    assert [told for told in scene.world["Esi"].rang() if asked_for_help not in told] == []


def test_somebody_who_left_can_do_nothing_but_read_and_take_back_their_own_words(scene: Scene) -> None:
    esi = scene.world["Esi"]

    assert scene.try_everything(esi, TEAM, may={"own words"}) == []

    assert scene.world["Chloe"].rang() == []
    for told in (
        press(scene.world, esi, "reflection.read", scene.round),
        press(scene.world, esi, "listening.read", scene.listening),
    ):
        assert words_of("Chloe") not in told
        assert words_of("Dev") not in told


def test_somebody_of_another_workspace_can_do_nothing_in_it_even_with_the_same_id(scene: Scene) -> None:
    assert scene.try_everything(scene.world["Chloe"], ANOTHER_TEAM) == []


TAMPERED = ["", "nothing-like-it", "ready-pair", "the pair's", "the round's", "the listening's"]


@pytest.mark.drawn(one_in=3)
@pytest.mark.parametrize("value", TAMPERED)
def test_a_button_or_form_that_was_tampered_with_is_refused(scene: Scene, value: str) -> None:
    known = {"the pair's": scene.pair, "the round's": scene.round, "the listening's": scene.listening}
    target = known.get(value, value or " ")
    chloe = scene.world["Chloe"]
    wrong = []
    for action, about in some(list(PRESSES.items()), f"presses {value}"):
        own = action == "reflection.here" and target == scene.pair  # from the page of one's own pair
        own |= action == "me.take_back" and target in (scene.round, scene.listening)  # wherever one wrote
        if about != "oneself" and target != scene.target(action) and not own:
            before = scene.snapshot()
            told = press(scene.world, chloe, action, target + BEHIND.get(action, ""))
            wrong += scene._wrong(action, about, told, before)
    for form, (about, typed) in some(list(FORMS.items()), f"forms {value}"):
        if about != "oneself" and target != scene.target(form):
            before = scene.snapshot()
            filled = {k: (target,) if v == ("{round}",) else v for k, v in typed.items()}
            meta = METAS[form].format(target) if form == "listening.change" else target
            wrong += scene._wrong(form, about, submit(scene.world, chloe, form, meta, filled), before)

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
        if about != "oneself" and action.startswith("reflection.") and action != "reflection.pass":
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


# --- the card in a channel


def test_whoever_is_in_the_channel_but_was_not_asked_by_name_can_not_join(scene: Scene) -> None:
    ana, before = scene.world["Ana"], scene.snapshot()

    told = press(scene.world, ana, "listening.write", scene.listening, channel="C0HOME")

    assert "This one was put to certain people" in told
    assert scene.snapshot() == before


def test_whoever_is_not_in_the_channel_can_not_join_from_another(world: World) -> None:
    """Dev is not in the private channel; a button of there does not work from anywhere else."""
    with world.slack.workspace.changing():
        world.slack.conversations["C0STEER"].members.add(APP_USER)
    ask_all(world, channel="C0STEER")
    round_id = only_listening(world)
    dev, before = world["Dev"], snapshot(world, round_id)

    for action in ("listening.write", "listening.join", "listening.menu"):
        for channel in ("C0HOME", ""):
            told = press(world, dev, action, round_id, channel=channel)
            assert "This is for the people who take part in it." in told, action

    assert snapshot(world, round_id) == before
    press(world, world["Ben"], "listening.write", round_id, channel="C0STEER")
    assert snapshot(world, round_id) != before


def test_whoever_joined_and_has_left_joins_again_where_it_was_posted_and_nowhere_else(world: World) -> None:
    ask_all(world)
    round_id, ben = only_listening(world), world["Ben"]
    writes(ben)
    press(world, ben, "listening.step_out", round_id)
    before = snapshot(world, round_id)

    told = press(world, ben, "listening.write", round_id)

    assert any(words in told for words in REFUSED)
    assert snapshot(world, round_id) == before
    press(world, ben, "listening.write", round_id, channel="C0HOME")
    assert snapshot(world, round_id) != before


def test_whoever_sees_the_card_and_has_not_joined_reads_nobodys_words(world: World) -> None:
    ask_all(world)
    for name in ("Ana", "Ben", "Chloe"):
        writes(world[name])
    time_is_up(world)
    round_id, dev = only_listening(world), world["Dev"]

    for action, about in PRESSES.items():
        if action.startswith("listening.") and about != "oneself" and action != "listening.write":
            told = press(world, dev, action, round_id + BEHIND.get(action, ""), channel="C0HOME")
            assert not any(words_of(name) in told for name in ("Ana", "Ben", "Chloe")), action
    assert "Dev" not in snapshot(world, round_id)
    assert "U0DEV" not in snapshot(world, round_id)


def test_only_whoever_looks_after_it_does_what_is_for_them(world: World) -> None:
    ask_all(world)
    for name in ("Ana", "Ben"):
        writes(world[name])
    round_id, before = only_listening(world), ""

    for action in ("read_now", "extend", "close", "take_back", "change", "question", "hand"):
        before = snapshot(world, round_id)
        told = press(world, world["Ben"], f"listening.{action}", round_id)
        assert "That is for Ana to do" in told, action
        assert snapshot(world, round_id) == before, action
    for form in ("listening.change", "listening.question", "listening.hand"):
        meta = METAS.get(form, "{}").format(round_id)
        told = submit(world, world["Ben"], form, meta, {**FORMS[form][1], "who": ("U0BEN",)})
        assert "That is for Ana to do" in told, form
    assert snapshot(world, round_id) == before


def test_nobody_confirms_a_play_back_of_somebody_elses_words(world: World) -> None:
    ask_all(world, "play-back @ana @ben @chloe")
    for name in ("Ana", "Ben", "Chloe"):
        writes(world[name])
    round_id = only_listening(world)
    heard = submit(world, world["Ben"], "listening.hear", round_id, {"heard": "I heard."})
    assert not any(words in heard for words in REFUSED)
    with world.bot.store.read() as db:
        author = queries.find(db, TEAM, round_id).seat("U0BEN").facts["listens_to"]
    stranger = next(world[n] for n in ("Ana", "Chloe") if world[n].id != author)
    before = snapshot(world, round_id)

    for somebody in (stranger, world["Ben"], world["Dev"]):
        for listener in ("U0BEN", stranger.id, "", "U0DEV"):
            told = press(world, somebody, "listening.yes", f"{round_id}|{listener}")
            assert any(words in told for words in REFUSED), (somebody.name, listener, told)

    assert snapshot(world, round_id) == before
