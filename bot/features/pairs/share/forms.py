"""The forms in which something is shared: what, where, the very words, and whether names stand under it."""

from collections.abc import Sequence

from bot.features.pairs.cards import partners, words
from bot.features.pairs.flow import page
from bot.features.pairs.flow.standing import members
from bot.features.pairs.models import PARTS
from bot.features.pairs.share.cards import channel
from bot.features.pairs.share.flow import offered, words_of
from bot.features.pairs.share.models import facts
from bot.rounds.keeping.models import Round
from bot.rounds.showing import pages
from bot.rounds.showing.around import Kept
from bot.rounds.showing.sentences import act
from bot.slack.blocks import Block, View, buttons, choice, context, quote, section, text_input
from bot.slack.inputs import channel as channel_input

SHARE_MAX = 1000
_MOST = 40  # things to choose from, two blocks each


def things(round_: Round, kept: Sequence[Kept]) -> list[tuple[str, str]]:
    """What a pair could share: what stands on its page, and what it kept, each by its id."""
    lines = [page.stands(round_, field) for part in PARTS.values() for field in part]
    stand = [(line.id, line.text) for line in lines if line and line.text]
    return [*stand, *((one.reply_id, one.text) for one in kept)][:_MOST]


def what(round_: Round, kept: Sequence[Kept]) -> View:
    """Which of these?"""
    blocks = [block for id_, text in things(round_, kept) for block in _thing(round_, id_, text)]
    key = "intro" if blocks else "nothing"
    return pages.page(words, "share_what", section(words[f"share_what.{key}"].fill()), *blocks)


def _thing(round_: Round, id_: str, text: str) -> list[Block]:
    return [*quote(text), buttons(act(words, "share_this", round_.id, value=id_))]


def share(round_: Round, person_id: str, text: str, chosen: str) -> View:
    """Where, and with which words; `chosen` is their own channel, if they have one."""
    others = [seat for seat in members(round_) if seat.person_id != person_id]
    return pages.form(
        words,
        "share",
        round_.id,
        channel_input("channel", words["share.channel"], chosen=chosen, hint=words["share.hint"]),
        text_input("words", words["share.words"], value=text, max_length=SHARE_MAX),
        _signed(signed=True),
        reads=words["share.reads"].fill(names=partners(others)),
    )


def read(round_: Round, person_id: str, typed: str | None = None) -> View:
    """The very words, to tick or to change; what was `typed` stays where they changed meanwhile."""
    offered(round_, person_id)
    current = words_of(round_)
    text = current.text or "" if current else ""
    meanwhile = [section(words["share_read.changed"].fill()), *quote(text)] if typed is not None else []
    return pages.form(
        words,
        "share_read",
        round_.id,
        context(words["share_read.where"].fill(channel=channel(round_))),
        *meanwhile,
        text_input(
            "words", words["share.words"], value=text if typed is None else typed, max_length=SHARE_MAX
        ),
        _signed(signed=facts(round_)["signed"]),
        buttons(act(words, "rather_not", round_.id)),
        about=current.id if current else "",
        reads=words["share_read.reads"].fill(names=partners(round_.others(person_id))),
    )


def _signed(*, signed: bool) -> Block:
    ways = [("signed", words["share.signed"]), ("unsigned", words["share.unsigned"])]
    return choice("signed", words["share.names"], ways, chosen="signed" if signed else "unsigned")
