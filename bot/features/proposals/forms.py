"""The forms of a proposed question: to propose it, to say yes or not, to look at how it is with it."""

from bot.features.proposals.cards import stands, who_asks, words
from bot.features.proposals.flow import asked, may_answer, question_of
from bot.features.proposals.models import (
    AT_ONCE,
    LINE,
    LINE_MAX,
    MOST,
    NO,
    QUESTION_MAX,
    WHY,
    WHY_MAX,
    YES,
    Step,
    facts,
)
from bot.rounds.keeping.models import Round
from bot.rounds.keeping.replies import text_of
from bot.rounds.showing import pages
from bot.rounds.showing.pages import form, page
from bot.rounds.showing.sentences import act, as_written, called
from bot.slack.blocks import Block, View, buttons, choice, context, people, quote, section, text_input, tick
from bot.words import phrase


def propose(question: str = "", why: str = "", *, signed: bool = False) -> View:
    """A question and why it is worth asking, whom to ask about it, and whether one is named."""
    return form(
        words,
        "propose",
        "",
        section(words["propose.intro"].fill()),
        text_input("question", words["propose.question"], value=question, max_length=QUESTION_MAX),
        text_input("why", words["propose.why"], value=why, max_length=WHY_MAX),
        _whom(),
        tick("signed", words["propose.name"], beside=words["propose.signed"], checked=signed),
        reads=words["propose.reads"].fill(),
    )


def _whom() -> Block:
    return people("people", words["propose.people"], many=True, at_most=AT_ONCE)


def ask(round_: Round, _: str) -> View:
    """Whom else to ask about it."""
    return form(words, "ask", round_.id, *_words(round_), _whom())


def read(round_: Round, person_id: str) -> View:
    """The question whole, for somebody who was asked, and what they think of it."""
    seat = may_answer(round_, person_id)
    says = [(said, words[f"answer.{said}"]) for said in (YES, NO)]
    return form(
        words,
        "answer",
        round_.id,
        section(who_asks(round_)),
        *_words(round_),
        choice("says", words["answer.says"], says, chosen=seat.step or None),
        text_input(
            "line",
            words["answer.line"],
            value=text_of(round_, LINE, person_id),
            optional=True,
            max_length=LINE_MAX,
        ),
        reads=words["answer.reads"].fill(),
    )


def mine(round_: Round, _: str) -> View:
    """How it is with it, for whoever proposed it; what others wrote them about it."""
    lines = [block for seat in asked(round_) for reply in round_.of_kind(LINE, seat.person_id)
             for block in as_written(reply, attribution=called(seat))]  # fmt: skip
    head = [section(words["mine.lines"].fill())] if lines else []
    more = [act(words, "ask", round_.id)] if round_.step == Step.WAITS and len(asked(round_)) < MOST else []
    again = [act(words, "again", round_.id)] if round_.step == Step.LAPSED else []
    row = buttons(*more, *again, act(words, "take_back", round_.id))
    return page(words, "mine", *_words(round_), section(stands(round_)), *head, *lines, row)


def _words(round_: Round) -> list[Block]:
    """The question, and why it is worth asking."""
    why = phrase("round.asked.why").fill(why=text_of(round_, WHY, round_.host_id))
    return [*quote(question_of(round_)), context(why)] if question_of(round_) else []


def again(round_: Round, _: str) -> View:
    why = text_of(round_, WHY, round_.host_id)
    return propose(question_of(round_), why, signed=bool(facts(round_).get("signed")))


def how(support: str) -> View:
    return pages.how(words, ("what", "yes", "kept"), support, words["how.why"].fill())
