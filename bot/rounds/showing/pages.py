"""The pages that every practice has: more, what was done, handing over, how this works, and the last one."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.rounds.company.common import common
from bot.rounds.keeping.models import Round, Seat, Status
from bot.rounds.showing import behind, closing
from bot.rounds.showing.sentences import act, called, host_of, name_of
from bot.rounds.time.hours import zone
from bot.slack import choices
from bot.slack.blocks import Block, View, buttons, choice, context, divider, section
from bot.slack.times import when
from bot.words import Markup, Words

WHO_READS = "who_reads"  # the block of a form that says who can read what is written in it
_LOGGED = 90  # lines, as many as a page holds beside its title
_NAMED = 100  # people in a choice (docs: reference/block-kit/composition-objects/option-object)


def page(words: Words, key: str, *blocks: Block) -> View:
    """Something to read, under the title `<key>.title`."""
    return View(words[f"{key}.title"], list(blocks), close=words["close"])


def done(words: Words, key: str, **blanks: object) -> View:
    """The last page of a form that a button finished: Slack cannot close it for us."""
    return said(words, words[f"done.{key}"].fill(**blanks))


def said(words: Words, line: Markup) -> View:
    """The same, with this line on it."""
    return page(words, "done", section(line))


def form(
    words: Words,
    name: str,
    id_: str,
    *blocks: Block,
    about: str = "",
    reads: Markup | None = None,
    more: Sequence[Block] = (),
) -> View:
    """A form of this practice: `<practice>.<name>` hears of it, `about` stands behind the round's id.

    `reads` says in one line who can read what is written in it: it stands above the first box. What is asked
    `more` is behind a button: sent in without, the form says of it what it began with.
    """
    return View(
        words[f"{name}.title"],
        [*(read_by(reads, blocks) if reads else blocks), *choices.behind(more)],
        callback_id=f"{words.file}.{name}",
        submit=words[f"{name}.submit"],
        close=words["cancel"],
        private_metadata=f"{id_}|{about}" if about else id_,
    )


def read_by(line: Markup, blocks: Sequence[Block]) -> list[Block]:
    """A form's blocks with that line, of who can read what is written, above the first box to write in.

    Where there is only something to choose: above that.
    """
    asked = [at for at, block in enumerate(blocks) if block["type"] == "input"]
    first = next((at for at in asked if _is_written_in(blocks[at])), asked[0])
    return [*blocks[:first], context(line) | {"block_id": WHO_READS}, *blocks[first:]]


def _is_written_in(block: Block) -> bool:
    return bool(block["element"]["type"] == "plain_text_input")


def log(words: Words, round_: Round, zone_name: str) -> View:
    """Everything that whoever looks after it did, for everybody in it; moments in the reader's zone."""
    lines = [
        words["log.line"].fill(
            when=when(datetime.fromisoformat(at), zone(zone_name)),
            what=words[f"log.{what}"].fill(name=name_of(round_, who)),
        )
        for at, who, what in common(round_)["log"][-_LOGGED:]
    ]
    host = host_of(round_)
    nothing = words["log.nothing" if host else "log.nothing_nobody"].fill(host=host)
    return page(words, "log", *(section(line) for line in lines or [nothing]))


def hand(words: Words, round_: Round, others: Sequence[Seat]) -> View:
    """Whom to ask to look after it from here: instead, or together."""
    who = [(seat.person_id, called(seat)) for seat in others[:_NAMED]]
    ways = [(way, words[f"hand.{way}"]) for way in ("instead", "together")]
    return form(
        words,
        "hand",
        round_.id,
        choice("who", words["hand.label"], who, hint=words["hand.hint"]),
        choice("way", words["hand.way"], ways, chosen="instead"),
    )


def how(
    words: Words,
    parts: Iterable[str],
    support: str,
    why: Markup | str = "",
    channel: str | None = None,
    **blanks: object,
) -> View:
    """How it works, part by part (`how.<part>.title`, `.text`), what it is not for, whom to tell; why me.

    How long what stands beside words is kept, as it is in that `channel`.
    """
    blocks = [
        section(f"*{words[f'how.{part}.title']}*\n{words[f'how.{part}.text'].fill(**blanks)}")
        for part in (*parts, "use")
    ]
    if support:
        blocks.append(section(words["how.support"].fill(support=support)))
    blocks += talk()
    if why:
        blocks.append(section(f"*{words['how.why_title']}*\n{why}"))
    return page(words, "how", *blocks, *closing.kept(channel), *closing.reminders())


def talk(id_: str = "") -> list[Block]:
    """The door to a human being, where help is spoken of."""
    row = closing.door("talk", id_)
    return [buttons(*row)] if row else []


def menu(
    words: Words,
    round_: Round,
    groups: Iterable[tuple[str, Sequence[Block]]],
    *,
    above: Iterable[Block] = (),
    beside: Iterable[Sequence[Block]] = (),
    last: Sequence[Block] = (),
) -> View:
    """Everything else that this person can do: under `menu.<key>` its buttons; then the log, and how.

    `beside` is what its card had no room for: of that, what does not stand here anyway, before the groups.
    """
    above, groups = [*above], [*groups]
    foot = [act(words, "log", round_.id), act(words, "how", round_.id), *last]
    rows = [*(block.get("elements", []) for block in above), *(row for _, row in groups), foot]
    there = {element.get("action_id") for row in rows for element in row}
    more = [[element for element in row if element["action_id"] not in there] for row in beside]
    blocks = [*above, *behind.rows([row for row in more if row], round_.channel_id or "")]
    for key, row in groups:
        blocks += [section(words[f"menu.{key}"].fill()), buttons(*row)] if row else []
    return page(words, "menu", *blocks, *([divider()] if blocks else []), buttons(*foot))


def outside(words: Words, round_: Round, *, known: bool) -> View:
    """For somebody who is not in its channel just now, or of whom it is not `known`: what still is theirs."""
    key = "text" if known else "unknown"
    line = words[f"outside.{key}"].fill(channel=Markup(f"<#{round_.channel_id}>"))
    going = round_.status in (Status.RUNNING, Status.PAUSED)
    return page(
        words,
        "outside",
        section(line),
        *([buttons(act(words, "step_out", round_.id))] if going else []),
        *closing.reminders(),
    )
