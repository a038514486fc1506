"""Say it as the other would: the forms to say it once more, and how near it is."""

from bot.features.reflection.cards import words
from bot.features.reflection.models import place
from bot.rounds.keeping.models import Reply, Round, Seat
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing.pages import form
from bot.rounds.showing.sentences import act, as_written, called, name_of, names
from bot.slack.blocks import Block, View, buttons, choice, context, divider, header, quote, text_input
from bot.words import Markup

ANSWER_MAX = 1500


def once_more(round_: Round, person_id: str) -> View:
    """What this person said as the other, what the other said of that, and a box to say it once more."""
    about = place(round_.seat(person_id))["listens_to"]
    return form(
        words,
        "once_more",
        round_.id,
        *_question(round_),
        *(block for reply in round_.of_kind("open", person_id) for block in said(round_, reply)),
        text_input(
            "heard",
            words["once_more.label"].plain(name=name_of(round_, about)),
            hint=words["once_more.hint"],
            max_length=ANSWER_MAX,
            focus=True,
        ),
        buttons(act(words, "how", round_.id)),
        reads=_reads(round_, person_id),
    )


def how_near(round_: Round, person_id: str, listener: Seat) -> View:
    """How near is it? Yes, that's how I see it; nearly; not yet."""
    last = round_.one("heard", listener.person_id) or round_.one("open", listener.person_id)
    options = [(value, words[f"how_near.{value}"]) for value in ("yes", "nearly", "not_yet")]
    return form(
        words,
        "how_near",
        round_.id,
        *_question(round_),
        header(words["how_near.said"].plain(name=called(listener))),
        *(as_written(last) if last else []),
        choice("close", words["how_near.label"], options),
        text_input(
            "added",
            words["how_near.added"],
            optional=True,
            max_length=ANSWER_MAX,
            hint=words["how_near.added_hint"],
        ),
        buttons(act(words, "how", round_.id)),
        about=listener.person_id,
        reads=_reads(round_, person_id),
    )


def said(round_: Round, reply: Reply) -> list[Block]:
    """What somebody said as another, then each time that they said it once more, and what was added."""
    by = round_.seat(reply.author_id)
    title = words["read.as_other"].plain(name=called(by), about=name_of(round_, reply.about))
    blocks = [divider(), header(title), *_words_of(reply)]
    for later in round_.replies:
        if later.kind == "heard" and later.author_id == reply.author_id:
            blocks += [context(words["read.once_more"].fill(name=called(by))), *_words_of(later)]
        elif later.kind == "added" and later.about == reply.author_id:
            name = name_of(round_, later.author_id)
            blocks += [context(words["read.added"].fill(name=name)), *_words_of(later)]
    return blocks


def _words_of(reply: Reply) -> list[Block]:
    there = reply.text is not None or reply.unreadable
    return as_written(reply) if there else [context(words["read.gone"].fill())]


def _question(round_: Round) -> list[Block]:
    asked = text_of(round_, "question")
    return quote(asked) if asked else []


def _reads(round_: Round, person_id: str) -> Markup:
    return words["once_more.reads"].fill(names=names(round_.others(person_id)))
