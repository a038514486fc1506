"""The forms of an invitation: whom to invite, what to ask first, and how it works."""

from collections.abc import Sequence

from bot.features.pairs.cards import invitation, words
from bot.features.pairs.flow import inviting
from bot.features.pairs.models import ASK, MINUTES
from bot.rounds.keeping.models import Round
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import act, host_of, name_of
from bot.slack.blocks import Block, View, buttons, choice, context, people, quote, section, text_input

PURPOSE_MAX, ASK_MAX = 300, 500


def invite(whom: Sequence[str] = (), purpose: str = "") -> View:
    """Whom, for what, and how much time a week; they read all of it."""
    who = people("people", words["invite.label"], many=True, at_most=2, chosen=whom)
    return _invites("invite", who, purpose)


def join() -> View:
    """The same, to two who are a pair already: all three are one if both say yes."""
    return _invites("join", people("people", words["join.label"], many=True, at_most=2), "")


def _invites(name: str, whom: Block, purpose: str) -> View:
    minutes = [(str(many), words["invite.about"].plain(minutes=many)) for many in MINUTES]
    return pages.form(
        words,
        name,
        "",
        section(words[f"{name}.intro"].fill()),
        whom,
        text_input(
            "purpose",
            words["invite.purpose"],
            value=purpose[:PURPOSE_MAX],
            optional=True,
            max_length=PURPOSE_MAX,
        ),
        choice("minutes", words["invite.minutes"], minutes, optional=True),
        reads=words["invite.reads"].fill(),
    )


def invited(round_: Round, person_id: str) -> View:
    """The invitation, to read and to answer, wherever it was found."""
    seat = inviting.asked(round_, person_id)
    return pages.page(words, "invitation", *invitation(round_, seat).blocks)


def ask(round_: Round, person_id: str) -> View:
    """What somebody would like to know before they say yes or no."""
    inviting.asked(round_, person_id)
    before, told = text_of(round_, ASK, person_id), inviting.answer_to(round_, person_id)
    return pages.form(
        words,
        "ask",
        round_.id,
        text_input("ask", words["ask.label"], value="" if told else before, max_length=ASK_MAX, focus=True),
        reads=words["ask.reads"].fill(host=host_of(round_)),
    )


def answer(round_: Round, person_id: str, asker_id: str) -> View:
    """What they asked, and the box for the answer."""
    question = inviting.question(round_, person_id, asker_id)
    name = name_of(round_, asker_id)
    return pages.form(
        words,
        "tell",
        round_.id,
        context(words["tell.asked"].fill(name=name)),
        *quote(question.text or ""),
        text_input("told", words["tell.label"], max_length=ASK_MAX, focus=True),
        about=asker_id,
        reads=words["tell.reads"].fill(name=name),
    )


def told(round_: Round, person_id: str) -> View:
    """What they asked, what they were told, and the way on from there."""
    inviting.asked(round_, person_id)
    asked, answered = text_of(round_, ASK, person_id), inviting.answer_to(round_, person_id)
    return pages.page(
        words,
        "told",
        context(words["told.asked"].fill()),
        *quote(asked),
        *_answered(round_, answered.text or "" if answered else ""),
        buttons(
            *(act(words, name, round_.id, primary=name == "yes") for name in ("yes", "no")),
            act(words, "ask", round_.id, says=words["do.ask_more"]),
        ),
    )


def _answered(round_: Round, text: str) -> list[Block]:
    if not text:
        return [section(words["told.waits"].fill(host=host_of(round_)))]
    return [context(words["told.answered"].fill(host=host_of(round_))), *quote(text)]


def how() -> View:
    return pages.how(words, ("what", "page", "kept", "slack", "leave"), "")
