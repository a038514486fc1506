"""From Slack: looking for a question of the catalogue, or of people here, and at one."""

from collections.abc import Sequence
from dataclasses import replace

from bot import catalogue
from bot.catalogue import Family, Prompt
from bot.features.reflection.choosing import forms
from bot.features.reflection.choosing.forms import ANY, WORD_MAX, Looking
from bot.people import queries as people
from bot.people.models import Pair
from bot.refusal import Refusal
from bot.rounds.feature import Feature, Listeners
from bot.rounds.practice.presses import split
from bot.rounds.showing.sentences import names
from bot.settings import Settings
from bot.slack.asked import Who
from bot.slack.blocks import View
from bot.slack.forms import Form
from bot.slack.surface import Ack
from bot.store import Db, Store


def choose(who: Who, store: Store, features: Sequence[Feature], value: str = "") -> View:
    """Nothing looked for yet; `value` is the pair that is meant, or ""."""
    return forms.search(Looking(value), [*catalogue.families("pair"), *_more(store, features, who)], None)


def look_for(ack: Ack, form: Form, meta: str, who: Who, store: Store, features: Sequence[Feature]) -> None:
    purpose, typed = form.choice("purpose") or ANY, form.text("words")[:WORD_MAX]
    looking = replace(Looking.kept(meta), purpose=purpose, typed=typed)
    ack(_found(looking, _more(store, features, who)))


def back(meta: str, who: Who, store: Store, features: Sequence[Feature]) -> View:
    return _found(Looking.kept(meta), _more(store, features, who))


def look(
    value: str, meta: str, who: Who, store: Store, settings: Settings, features: Sequence[Feature]
) -> View:
    """The question whole, before anything is asked."""
    return _whole(Looking.kept(meta), value, who, store, settings, features)


def about(value: str, who: Who, store: Store, settings: Settings, features: Sequence[Feature]) -> View:
    """The same of the question and the pair that are named."""
    prompt_id, pair_id = split(value)
    return _whole(Looking(pair_id), prompt_id, who, store, settings, features)


def _whole(
    looking: Looking, prompt_id: str, who: Who, store: Store, settings: Settings, features: Sequence[Feature]
) -> View:
    with store.read() as db:
        prompt, pairs = of_pairs(prompt_id, of_people(db, features, who.team)), of(db, who, looking.pair)
    others = [names(pair.others(who.id), partner=True) for pair in pairs]
    return forms.whole(looking, prompt, others, settings.support_text)


def of_people(db: Db, features: Sequence[Feature], team: str) -> list[Family]:
    """What people of this workspace can be asked beside the catalogue."""
    found = [feature.questions(db, team) for feature in features if feature.questions]
    return [family for family in found if family]


def find(prompt_id: str, more: Sequence[Family]) -> Prompt | None:
    """The question of that id that a pair can be asked, of the catalogue's or of `more`; None for none."""
    every = (*catalogue.families("pair"), *more)
    return next((prompt for family in every for prompt in family.prompts if prompt.id == prompt_id), None)


def of_pairs(prompt_id: str, more: Sequence[Family]) -> Prompt:
    """The same; refuses every other."""
    found = find(prompt_id, more)
    if found is None:
        raise Refusal("common.not_here_any_more")
    return found


def of(db: Db, who: Who, pair_id: str) -> list[Pair]:
    """One's pairs; only that one, where it is one's own."""
    pairs = people.pairs_of(db, who.team, who.id)
    return [pair for pair in pairs if pair.id == pair_id] or pairs


def _more(store: Store, features: Sequence[Feature], who: Who) -> list[Family]:
    with store.read() as db:
        return of_people(db, features, who.team)


def _found(looking: Looking, more: Sequence[Family] = ()) -> View:
    families = [*catalogue.families("pair"), *more]
    if looking.purpose not in [family.id for family in families]:  # it may be there no more
        looking = replace(looking, purpose=ANY)
    purpose = "" if looking.purpose == ANY else looking.purpose
    return forms.search(looking, families, catalogue.search("pair", looking.typed, purpose, more))


SHOWS: Listeners = {
    "reflection.choose_question": choose,
    "reflection.look": look,
    "reflection.ask_about": about,
    "reflection.back": back,
}
FORMS: Listeners = {"reflection.search": look_for}
