"""A question put to a channel by what somebody types: kept at once, and posted when the app can be there.

Where it cannot, it is taken back, and nothing that was typed is lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk import WebClient

from bot.clock import Clock
from bot.people import queries as people
from bot.refusal import Refusal
from bot.rounds.company import enough
from bot.rounds.company.asking import asked_before
from bot.rounds.company.common import common
from bot.rounds.company.knowing import called, know, strangers
from bot.rounds.company.standing import refused, short_enough
from bot.rounds.feature import Listener
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import Round, Seat, Status, id_from
from bot.rounds.showing.sentences import act, whisper
from bot.settings import Settings
from bot.slack.asked import Asked, Who
from bot.slack.blocks import Message
from bot.slack.forms import mentions, unescape
from bot.slack.surface import Ack, Afterwards
from bot.slack.there import is_in, not_here
from bot.store import Db, Store
from bot.words import Words

QUESTION_MAX = 500  # characters


Find = Callable[[Db, Who, str, str, str, datetime], Round | None]  # the channel, what was typed, the request


def _is_there(round_: Round) -> None:
    common(round_)["there"] = True


def _named(text: str) -> Sequence[str]:
    return mentions(text)[0]


def posts(
    find: Find,
    goes: Callable[[Round, str, datetime], object],
    save: Callable[[Db, Round, datetime], None],
    receipt: Callable[[Round, str], Message],
    stands: Callable[[Round], object] = _is_there,
    named: Callable[[str], Sequence[str]] = lambda _: (),
) -> Listener:
    """For `Afterwards`: what was kept, which `find` finds, `stands`; it `goes` where the app is not there.

    `receipt` is handed the zone of whoever asked. Refuses where the question is gone meanwhile, and where
    somebody who is `named` in what was typed cannot be asked: it `goes` then, too.
    """

    def posted(
        asked: Asked, text: str, channel: str, who: Who, slack: WebClient, store: Store, clock: Clock
    ) -> Message:
        inside, now = is_in(slack, channel), clock()
        gone = strangers(store, slack, who, named(text), now) if inside else []
        if inside:  # names and zones of whoever we meet here for the first time
            know(store, slack, who.team, now)
        with store.begin() as db:
            round_ = find(db, who, channel, text, asked.request, now)
            if round_ is None:
                raise Refusal("common.not_here_any_more")
            _ = stands(round_) if inside and not gone else goes(round_, who.id, now)
            save(db, round_, now)
            zone = people.find(db, who.team, who.id).zone
        if gone:
            raise refused(round_, "gone_typed", names=called(gone), typed=unescape(text))
        return receipt(round_, zone) if inside else not_here(asked)

    return posted


@dataclass(frozen=True)
class Starts:
    """How a round of a feature and kind of that name starts: `asks` makes it, of a host and those named.

    It `stands` when it can be posted, else `goes` again; while it is `untouched` the same question is it.
    Without `asks_question` it may have none. `brings`: what comes along from the same place, before.
    """

    name: str
    asks: Callable[[str, str, Seat, Sequence[Seat], str | None, str, datetime, str | None], Round]
    stands: Callable[[Round], object]
    goes: Callable[[Round, str, datetime], object]
    untouched: Callable[[Round, str], bool]
    save: Callable[[Db, Round, datetime], None]
    asks_question: bool = True
    brings: Callable[[Db, Round], object] | None = None

    def typed(
        self,
        ack: Ack,
        text: str,
        channel: str,
        request: str,
        who: Who,
        store: Store,
        clock: Clock,
        settings: Settings,
    ) -> Afterwards | None:
        """`/alongside <name> What is it like? [@ben @chloe]`; without a question: how to type it."""
        named, question = mentions(text)
        if question.lower() == "help" or (self.asks_question and not question):
            ack(whisper(Words(self.name)["usage"].fill()))
            return None
        if channel.startswith("D"):
            raise Refusal(f"{self.name}.refused.only_in_a_channel", typed=unescape(text))
        if question:
            short_enough(self.name, question, QUESTION_MAX, unescape(text))
        with store.begin() as db:
            if not self._found(db, who, channel, question, request, clock()):
                id_ = id_from(who.team, self.name, request)
                self.begin(db, who, named, channel, question, id_, clock(), settings)
        posted = posts(self._asked, self.goes, self.save, self._receipt, self.stands, _named)
        return Afterwards(posted)

    def begin(
        self,
        db: Db,
        who: Who,
        named: Sequence[str],
        channel: str | None,
        question: str,
        id_: str,
        now: datetime,
        settings: Settings,
        *,
        subject: str | None = None,
        stands: bool = False,
    ) -> bool:
        """It is kept, with places for those who are named; shown only if it `stands`. False if it was before.

        Without a channel it is in direct messages alone; `subject` is what it is about, where that has an id.
        Refuses where whoever asks has done so often enough today.
        """
        people.meet_all(db, who.team, (who.id, *named))
        seats = [queries.seat(db, who.team, person_id) for person_id in dict.fromkeys((who.id, *named))]
        round_ = self.asks(who.team, id_, seats[0], seats[1:], channel, question, now, subject)
        if self.brings:
            self.brings(db, round_)
        if stands:
            self.stands(round_)
        return enough.begins(db, round_, settings, now)

    def _asked(self, db: Db, who: Who, channel: str, text: str, request: str, now: datetime) -> Round | None:
        return self._found(db, who, channel, mentions(text)[1], request, now)

    def _receipt(self, round_: Round, zone: str) -> Message:
        words = Words(self.name)
        return whisper(words["receipt.asked"].fill(), act(words, "take_back", round_.id))

    def _found(
        self, db: Db, who: Who, channel: str, question: str, request: str, now: datetime
    ) -> Round | None:
        def untouched(old: Round) -> bool:
            here = old.channel_id == channel and old.status == Status.RUNNING
            return here and self.untouched(old, who.id)

        round_id = id_from(who.team, self.name, request)
        return asked_before(db, who, self.name, self.name, round_id, question, now, untouched)
