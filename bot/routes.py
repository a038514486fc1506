"""Which request of Slack's goes to which listener: the Bolt app, with one pattern a kind of request.

Behind each stands a dict: what a press costs is the same, however many practices there are.
"""

import logging
import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, partial, wraps
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.clock import Clock
from bot.gathered import BLOCK, bring_card
from bot.installed.leaving import EVENTS as UNINSTALLED
from bot.installed.whole import Installed
from bot.logs import failure
from bot.people.refresh import Changed, keep
from bot.refusal import Refusal
from bot.rounds.company import there
from bot.rounds.feature import ALONGSIDE, Feature, Listener, Listeners, kinds_of
from bot.rounds.keeping import queries
from bot.rounds.keeping.models import id_from
from bot.rounds.showing import behind, meant, outbox, owed, strays
from bot.rounds.showing.jobs import LET_GO
from bot.slack import asked as kinds
from bot.slack import codes
from bot.slack.asked import AGAIN, GO_BACK, GO_ON, Asked, opened, team_of
from bot.slack.blocks import Message, section
from bot.slack.calls import call
from bot.slack.choices import CHOICES
from bot.slack.errors import widened
from bot.slack.spaces import Spaces
from bot.slack.surface import Afterwards, Surface
from bot.store import Store, again
from bot.words import Markup, Words, phrase
from bot.written import EVENT, written

log = logging.getLogger(__name__)
words = Words("common")

_AT_HOME = 2_000  # people: whoever opened it the longest ago makes room
COMMANDS = (ALONGSIDE,)
CAME = "member_joined_channel"
CAME_OR_WENT = (CAME, "member_left_channel")
# What becomes of a channel, or of the app in it: why it takes nothing then; "" where it does again.
PLACES = {
    "channel_archive": codes.ARCHIVED.shut,
    "group_archive": codes.ARCHIVED.shut,
    "channel_left": codes.OUTSIDE.shut,
    "group_left": codes.OUTSIDE.shut,
    "channel_unarchive": "",
    "group_unarchive": "",
}
HOME_OPENED, USER_CHANGE = "app_home_opened", "user_change"
SHARED = "channel_shared"  # it connects workspaces from now on
UNSHARED = "channel_unshared"  # one of them no more
EVENTS = (HOME_OPENED, USER_CHANGE, *CAME_OR_WENT, *PLACES, *UNINSTALLED, SHARED, UNSHARED, EVENT)
TURNS = (GO_ON, GO_BACK, CHOICES, behind.MORE)  # what only turns a page
_ANY = re.compile("")


class Routes:
    """Registers everything that the features hand in, and what belongs to none of them."""

    def __init__(
        self,
        features: Iterable[Feature],
        surface: Surface,
        spaces: Spaces,
        store: Store,
        clock: Clock,
        gone: Changed,
        installed: Installed,
    ) -> None:
        self._features = tuple(features)
        self._surface, self._spaces, self._store, self._clock = surface, spaces, store, clock
        self._gone, self._installed = gone, installed
        self._at_home = OrderedDict[tuple[str, str], None]()  # who opened Home, and pressed nothing elsewhere
        for feature in self._features:
            for verb, listener in _of(feature.shows, feature.shortcuts, feature.everywhere):
                surface.check(verb, listener, acks=False)
            for verb, listener in _of(
                feature.typed, feature.actions, feature.forms, feature.events, feature.overhears
            ):
                surface.check(verb, listener, acks=True)
        self._typed = self._all("typed")
        self._shows, self._forms = self._all("shows"), self._all("forms")
        self._actions = self._all("actions") | {LET_GO: owed.let_go}
        self._turns = self._shows | {CHOICES: widened, behind.MORE: behind.more(kinds_of(self._features))}
        self._shortcuts = self._all("shortcuts") | self._all("everywhere")
        self._heard = {EVENT: written(self._features)} | self._all("events") | self._all("overhears")
        self._started_by = {f.name: next(iter(f.typed)) for f in self._features if f.start or f.commands}
        self._started_by |= {word: f"{ALONGSIDE} {word}" for f in self._features for word in f.says}
        self._whose = {verb: feature for feature in self._features for verb in feature.typed}
        self._helping = helping(self._features)

    def bolt(self) -> App:
        """A Bolt app that answers after the change is kept, for events too."""
        bolt = App(
            name="alongside",  # else Bolt looks through the whole stack for one
            # Else Bolt's loggers take the root's level, and at DEBUG they quote what it answers.
            logger=logging.getLogger("slack_bolt"),
            # A static answer: asking Slack who we are would make every press depend on its being up. Which
            # token a call goes with, the client of its workspace knows.
            authorize=lambda: AuthorizeResult(enterprise_id=None, team_id=None, bot_token=""),
            signing_secret="checked by the guard",  # noqa: S106 - Bolt wants one; the guard verifies
            request_verification_enabled=False,
            ssl_check_enabled=False,  # the guard answers both
            url_verification_enabled=False,
            ignoring_self_events_enabled=False,  # it knows us by a user id, which it was not told
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
            process_before_response=True,
        )
        bolt.error(_failed)
        # Bolt asks one after another: the most frequent kind of request first.
        bolt.action(_ANY)(self._pressed)
        bolt.view(_ANY)(self._sent)
        bolt.command(_ANY)(self._command)
        bolt.event(_ANY)(self._happened)
        bolt.shortcut(_ANY)(self._picked)
        return bolt

    def _all(self, part: str) -> dict[str, Listener]:
        """What all features hand in there, by verb."""
        return dict(_of(*(getattr(feature, part) for feature in self._features)))

    def _slack(self, asked: Asked) -> WebClient:
        return self._spaces.slack(asked.who.team)

    def _sent(self, ack: Ack, body: dict[str, Any]) -> None:
        asked = opened(body)
        self._surface.decide(self._forms.get(asked.verb, _gone), asked, ack, self._slack(asked))
        self._look_again(asked)

    def _picked(self, ack: Ack, body: dict[str, Any]) -> None:
        asked = opened(body)
        self._surface.show(self._shortcuts.get(asked.verb, _gone), asked, ack, self._slack(asked))

    def _happened(self, ack: Ack, body: dict[str, Any]) -> None:
        """Whatever else was subscribed to is heard, and nothing comes of it."""
        kind = body["event"]["type"]
        if kind == HOME_OPENED:
            self._home_opened(ack, body)
        elif kind == USER_CHANGE:
            self._user_changed(ack, body)
        elif kind in CAME_OR_WENT:
            self._came_or_went(ack, body)
        elif kind in PLACES:
            team = team_of(body)
            members = self._spaces.members(team)
            again(partial(owed.heard, self._store, members, team, body["event"], PLACES[kind]))
            if PLACES[kind] == codes.OUTSIDE.shut:
                self._installed.put_out(team, str(body["event"]["channel"]))
            ack()
        elif kind in UNINSTALLED:
            self._installed.left(body)
            ack()
        elif kind == SHARED:
            team, channel = team_of(body), str(body["event"]["channel"])
            self._surface.later(lambda: self._installed.connected(team, channel))
            ack()
        elif kind == UNSHARED:
            team, event = team_of(body), body["event"]
            channel, other = str(event["channel"]), str(event.get("previously_connected_team_id"))
            self._surface.later(lambda: self._installed.parted(team, channel, other))
            ack()
        else:
            asked = opened(body)
            self._reply_heard(asked)
            self._surface.decide(self._heard.get(asked.verb, _not_ours), asked, ack, self._slack(asked))

    def _reply_heard(self, asked: Asked) -> None:
        """What somebody has replied to stays where it is."""
        thread = str((asked.event or {}).get("thread_ts") or "")

        def stays() -> None:
            with self._store.begin() as db:
                outbox.stays(db, asked.who.team, asked.channel, thread)

        if thread and asked.verb == EVENT:
            again(stays)

    def _pressed(self, ack: Ack, body: dict[str, Any]) -> None:
        asked = opened(body)
        if body["actions"][0]["action_id"] in TURNS:
            self._surface.show(self._turns.get(asked.verb, _gone), asked, ack, self._slack(asked))
        elif asked.verb == AGAIN:
            self._answer(_typed_before(asked), ack)
        elif asked.verb == meant.ALL_THE_SAME:
            self._all_the_same(_typed_before(asked), ack)
        else:
            self._act(asked, ack)
        if asked.card:
            self._surface.later(partial(again, partial(strays.heard, self._store, asked)))

    def _act(self, asked: Asked, ack: Ack) -> None:
        self._try_again(asked)
        shows, does = self._shows.get(asked.verb), self._actions.get(asked.verb, _gone)
        if asked.block.startswith(BLOCK):
            shows, does = None, self._bringing(asked, partial(Afterwards, shows) if shows else does)
        if shows:
            from_home = asked.kind == kinds.HOME
            then = partial(self._look_again, asked) if from_home else None
            self._surface.show(shows, asked, ack, self._slack(asked), then)
        else:
            self._surface.decide(does, asked, ack, self._slack(asked))
            self._look_again(asked)
        if asked.kind == kinds.MESSAGE:
            self._at_home.pop((asked.who.team, asked.who.id), None)  # they have gone elsewhere

    def _bringing(self, asked: Asked, does: Listener) -> Listener:
        """What is pressed in somebody's own message: that its card comes is kept before anything else."""

        @wraps(does)
        def brings(**handed: Any) -> Any:
            bring_card(self._store, asked.block, asked.who.team, asked.who.id)
            return does(**handed)

        return brings

    def _try_again(self, asked: Asked) -> None:
        """Where somebody does something in a channel, what is owed there may be said by now."""
        if asked.channel.startswith(("C", "G")):
            pressed = partial(owed.pressed, self._store, asked.who.team, asked.channel)
            self._surface.later(partial(again, pressed))

    def _command(self, ack: Ack, body: dict[str, Any]) -> None:
        asked = opened(body)
        self._try_again(asked)
        self._answer(asked, ack)

    def _all_the_same(self, asked: Asked, ack: Ack) -> None:
        """*Post it as a question all the same*: as it was typed, whatever it says."""
        asked = self._own(asked)
        listener = self._typed.get(self._called(asked)[0], self._helping)
        self._surface.decide(listener, asked, ack, self._slack(asked))

    def _answer(self, asked: Asked, ack: Ack) -> None:
        """What can only be meant for the app is answered here, whatever the practice; the rest by it."""
        asked = self._own(asked)
        verb, text = self._called(asked)
        listener, practice = self._typed.get(verb, self._helping), self._whose.get(verb)
        found = meant.for_the_app(text) if practice else None
        if found and found.what == meant.HELP:
            asked = replace(asked, text=meant.HELP)
        elif practice and found and found.what not in practice.reads:
            listener = _answering(meant.answer(found, asked, practice.name, puts=practice.puts))
        self._surface.decide(listener, asked, ack, self._slack(asked))

    def _own(self, asked: Asked) -> Asked:
        """`/alongside <practice> …` is that practice's own command; what nobody answers is help."""
        name, _, rest = asked.text.strip().partition(" ")
        command = self._started_by.get(name.lower()) if asked.verb == ALONGSIDE else None
        return replace(asked, verb=command, text=rest) if command else asked

    def _called(self, asked: Asked) -> tuple[str, str]:
        """Who answers it, and what it says: the command, or whoever has the word behind its two dashes."""
        text, whom = meant.dashed(asked.text)
        verb = f"{asked.verb} -- {whom}"
        return (verb, text) if verb in self._typed else (asked.verb, asked.text)

    def _home_opened(self, ack: Ack, body: dict[str, Any]) -> None:
        asked = opened(body)
        ack()
        if (asked.event or {}).get("tab") == "home":
            self._keep_at_home((asked.who.team, asked.who.id))
            self.draw_home(asked.who.team, asked.who.id)

    def _keep_at_home(self, who: tuple[str, str]) -> None:
        self._at_home.pop(
            who, None
        )  # to the end; not `move_to_end`: a press elsewhere may just have taken it
        self._at_home[who] = None
        if len(self._at_home) > _AT_HOME:
            self._at_home.popitem(last=False)

    def _look_again(self, asked: Asked) -> None:
        """Home shows what was just done there, or in a form opened there: Slack does not ask again."""
        at_home = (asked.who.team, asked.who.id) in self._at_home and asked.kind != kinds.MESSAGE
        if asked.kind == kinds.HOME or at_home:
            self.draw_home(asked.who.team, asked.who.id)

    def draw_home(self, team: str, person_id: str) -> None:
        """It shows what is now, whether they have it before them or find it there."""
        self._surface.later(lambda: self._publish(team, person_id))

    def _publish(self, team: str, person_id: str) -> None:
        tab = next((feature.tab for feature in self._features if feature.tab), None)
        if tab is None:
            return
        inside = self._spaces.members(team).channels
        view = tab(self._store, self._features, inside, team, person_id, self._clock())
        call(self._spaces.slack(team), "views.publish", user_id=person_id, view=view)

    def _user_changed(self, ack: Ack, body: dict[str, Any]) -> None:
        def kept() -> None:
            with self._store.begin() as db:
                keep(db, team_of(body), body["event"]["user"], self._gone, self._clock())

        again(kept)
        ack()

    def _came_or_went(self, ack: Ack, body: dict[str, Any]) -> None:
        team = team_of(body)
        again(partial(there.heard, self._store, self._spaces.members(team), team, body["event"]))
        if body["event"]["type"] == CAME and body["event"]["user"] in _own_ids(body):
            if body.get("is_ext_shared_channel"):
                self._surface.later(lambda: self._installed.connected(team, str(body["event"]["channel"])))
            self._let_in(opened(body))
        ack()

    def _let_in(self, asked: Asked) -> None:
        """The app itself came into a channel: what it owes there is posted, and its first word said, once."""
        first = next((feature.first for feature in self._features if feature.first), None)

        def is_new() -> bool:
            with self._store.begin() as db:
                return queries.ever(db, asked.who.team, id_from("first", asked.channel))

        new = again(is_new)
        again(partial(owed.again, self._store, asked.who.team, asked.channel))
        if new and first:
            self._surface.later(lambda: self._say_first(asked, first()))

    def _say_first(self, asked: Asked, message: Message) -> None:
        """To whoever let it in alone, where Slack says who that was."""
        said = {"channel": asked.channel, "text": message.text, "blocks": list(message.blocks)}
        inviter = (asked.event or {}).get("inviter")
        if inviter:
            call(self._slack(asked), "chat.postEphemeral", user=inviter, **said)
        else:
            call(self._slack(asked), "chat.postMessage", **said)


def _own_ids(body: dict[str, Any]) -> list[str]:
    """The app's own, as whoever an event is sent to (docs: apis/events-api)."""
    return [str(one.get("user_id")) for one in body.get("authorizations") or [] if one.get("is_bot")]


def _of(*listeners: Listeners) -> list[tuple[str, Listener]]:
    return [named for one in listeners for named in one.items()]


def _typed_before(asked: Asked) -> Asked:
    """The command that a button carries."""
    command, _, text = asked.value.partition(" ")
    return replace(asked, verb=command, text=text)


def _answering(message: Message) -> Listener:
    """Says just this."""

    def answer(ack: Any) -> None:
        ack(message)

    return answer


def _not_ours(ack: Any) -> None:
    """An event that was subscribed to, and nothing here answers."""
    ack()


def _gone() -> None:
    """A button or a form of an earlier version, which stands in Slack still."""
    raise Refusal("common.not_here_any_more")


def helping(features: Sequence[Feature]) -> Listener:
    """Answers with a line from each of these practices, in its own words, if it has one."""

    @cache
    def helped() -> Message:
        own = [feature.name for feature in features if Words(feature.name).has("help")]
        lines = [*(phrase(f"{name}.help").fill() for name in own), words["help.again"].fill()]
        listed = [words["help.line"].fill(line=line) for line in lines]
        said = Markup("\n".join([words["help.head"].fill(), *listed, words["help.foot"].fill()]))
        return Message(said, [section(said)])

    def answer(ack: Any) -> None:
        ack(helped())

    return answer


def _failed(error: Exception) -> BoltResponse:
    log.error("a request could not be handled: %s", failure(error))
    return BoltResponse(status=400, body="")
