"""What is said to one person alone, about what they have just done in a listening round."""

from bot.features.listening.cards.saying import act, host_of, how_read, words
from bot.features.listening.flow import standing
from bot.features.listening.models import Step, plan_of
from bot.rounds.company.standing import looks_after
from bot.rounds.keeping.models import Round
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import names, whisper
from bot.slack.blocks import Message, View, section


def asked(round_: Round, zone: str) -> Message:
    """How their question was understood; and a way to change it."""
    people = plan_of(round_).people
    named = [s for s in round_.seats if s.person_id in people and s.person_id != round_.host_id]
    line = words["receipt.named" if named else "receipt.asked"].fill(
        question=standing.question(round_), how=how_read(round_, zone), names=names(named, mention=True)
    )
    more = section(words["receipt.change"].fill())
    out = [act("plain_all", round_)] if standing.plays_back(round_) else []
    return whisper(line, *out, act("change", round_), act("take_back", round_), more=[more])


def page(round_: Round, zone: str) -> View:
    """The same, where the form was."""
    return pages.page(words, "asked", *asked(round_, zone).blocks)


def usage() -> Message:
    return whisper(words["usage"].fill())


def came(round_: Round, person_id: str) -> Message:
    """They are in; whoever brings lived experience is asked whether they would be glad to open."""
    begins = "in_yours" if looks_after(round_, person_id) else "in"
    late = round_.step != Step.ASKED
    line = words[f"receipt.{'in_late' if late else begins}"].fill(host=host_of(round_))
    if late or round_.seat(person_id).kind not in ("lived", "both"):
        return whisper(line)
    return whisper(line, act("open", round_), more=[section(words["receipt.in_open"].fill())])


def two(round_: Round) -> Message:
    return whisper(words["receipt.two"].fill(), act("begin_two", round_, primary=True))
