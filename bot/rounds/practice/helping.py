"""What people read of a moment for oneself: the page with what can be ticked, and the lines on cards."""

from collections.abc import Sequence

from bot.people.models import Person
from bot.rounds.keeping.models import Round, Status
from bot.rounds.practice import life
from bot.rounds.practice.caring import CARED
from bot.rounds.practice.declared import Practice, joined
from bot.rounds.practice.moments import MINE, REST, around, called_by, support
from bot.rounds.showing import pages
from bot.rounds.showing.sentences import names, plain_names
from bot.slack.blocks import View, section, ticks
from bot.words import Markup, Words


def page(practice: Practice, words: Words, round_: Round, person: Person, text: str) -> View:
    """Where help is, first (`text` is the operator's); what can be ticked, for whoever is in it."""
    named = names(support(round_))
    lines = [
        words["moment.take"].fill(),
        words["moment.named"].fill(name=named) if named else "",
        words["moment.help"].fill(support=text) if text else "",
    ]
    head = [section(line) for line in lines if line]
    head += [*pages.talk(), section(words["moment.watching"].fill())]
    inside = person.id in [seat.person_id for seat in joined(round_)]
    if not inside or round_.status != Status.RUNNING:
        return pages.page(words, "moment", *head)
    could = {what: plain_names(seats) for what, seats in around(round_, person.id).items() if seats}
    options = [(what, words[f"moment.{what}"].plain(name=name)) for what, name in could.items()]
    options += [(MINE, words["moment.mine"].plain())] if life.goes_on_without(practice, round_) else []
    options.append((REST, words["moment.rest"].plain()))
    return pages.form(words, "moment", round_.id, *head, ticks("whom", words["moment.whom"], options))


def lines(words: Words, round_: Round, me: str) -> Sequence[Markup]:
    """On the card in the channel (`me` is ""), whom one can turn to; on one's own, who would like a word, and
    the day after how one is.
    """
    if not me:
        named = support(round_) if round_.status in (Status.RUNNING, Status.PAUSED) else []
        return [words["moment.turn_to"].fill(name=names(named))] if named else []
    who, named = called_by(round_, me), support(round_)
    said = [words["moment.calls"].fill(names=names(who))] if who else []
    if round_.seat(me).facts.get(CARED):
        said.append(words["moment.care"].fill())
        said += [words["moment.cares"].fill(name=names(named))] if named else []
    return said
