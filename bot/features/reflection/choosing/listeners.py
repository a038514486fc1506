"""From Slack: looking for a question of the catalogue, and at one."""

from dataclasses import replace

from bot import catalogue
from bot.features.reflection.choosing import forms
from bot.features.reflection.choosing.forms import ANY, WORD_MAX, Looking
from bot.people import queries as people
from bot.people.models import Pair
from bot.refusal import Refusal
from bot.rounds.feature import Listeners
from bot.rounds.practice.presses import split
from bot.rounds.showing.sentences import names
from bot.settings import Settings
from bot.slack.asked import Who
from bot.slack.blocks import View
from bot.slack.forms import Form
from bot.slack.surface import Ack
from bot.store import Db, Store
from bot.words import Markup


def choose(value: str = "") -> View:
    """Nothing looked for yet; `value` is the pair that is meant, or ""."""
    return forms.search(Looking(value), catalogue.families("pair"), None)


def look_for(ack: Ack, form: Form, meta: str) -> None:
    purpose, typed = form.choice("purpose") or ANY, form.text("words")[:WORD_MAX]
    ack(_found(replace(Looking.kept(meta), purpose=purpose, typed=typed)))


def back(meta: str) -> View:
    return _found(Looking.kept(meta))


def look(value: str, meta: str, who: Who, store: Store, settings: Settings) -> View:
    """The question whole, before anything is asked."""
    return _whole(Looking.kept(meta), value, who, store, settings)


def about(value: str, who: Who, store: Store, settings: Settings) -> View:
    """The same of the question and the pair that are named."""
    prompt_id, pair_id = split(value)
    return _whole(Looking(pair_id), prompt_id, who, store, settings)


def _whole(looking: Looking, prompt_id: str, who: Who, store: Store, settings: Settings) -> View:
    prompt = of_pairs(prompt_id)
    with store.read() as db:
        pairs = of(db, who, looking.pair)
    others = names(pairs[0].others(who.id), partner=True) if len(pairs) == 1 else Markup("")
    return forms.whole(looking, prompt, others, settings.support_text)


def of_pairs(prompt_id: str) -> catalogue.Prompt:
    """A question that a pair can be asked; refuses every other."""
    found = catalogue.find(prompt_id)
    if found is None or "pair" not in found.asks:
        raise Refusal("common.not_here_any_more")
    return found


def of(db: Db, who: Who, pair_id: str) -> list[Pair]:
    """One's pairs; only that one, where it is one's own."""
    pairs = people.pairs_of(db, who.team, who.id)
    return [pair for pair in pairs if pair.id == pair_id] or pairs


def _found(looking: Looking) -> View:
    purpose = "" if looking.purpose == ANY else looking.purpose
    found = catalogue.search("pair", looking.typed, purpose)
    return forms.search(looking, catalogue.families("pair"), found)


SHOWS: Listeners = {
    "reflection.choose_question": choose,
    "reflection.look": look,
    "reflection.ask_about": about,
    "reflection.back": back,
}
FORMS: Listeners = {"reflection.search": look_for}
