"""What a feature hands in: the same few things, whatever the practice."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.catalogue import Family
from bot.rounds.keeping.models import Reply, Round
from bot.rounds.showing.closing import Came, Inside, Offer, Released
from bot.rounds.showing.drawing import Drawing, Entry
from bot.rounds.showing.handed import handed
from bot.slack.blocks import Message, View
from bot.store import Db, Store

ALONGSIDE = "/alongside"  # and a practice's name: starts any

Listener = Callable[..., Any]
Listeners = Mapping[str, Listener]
Home = Callable[[Sequence[Round], str, datetime], list[Entry]]
ChannelsOf = Callable[[str], Set[str]]  # the channels that somebody is in
Agreed = Callable[[Db, str], Mapping[str, Entry]]
Tab = Callable[[Store, Sequence["Feature"], ChannelsOf, str, str, datetime], dict[str, Any]]
Takes = Callable[[Sequence[Round], str, str], Message | None]
Questions = Callable[[Db, str], Family | None]
Sample = Callable[[Db, str, Sequence[str], datetime], str]


@dataclass(frozen=True)
class Exports:
    """What whoever runs the bot can copy out of a channel.

    `workspaces` are those in which something is kept of a channel of that id. `copy` (team, channel, format
    of html, md, csv, json, ics and public, now) is a file's name and what is in it, of which it tells the
    channel; None where there is nothing.
    """

    workspaces: Callable[[Db, str], list[str]]
    copy: Callable[[Db, str, str, str, datetime], tuple[str, bytes] | None]


@dataclass(frozen=True)
class Fetched:
    """A file that somebody fetches by a link which works once, and stands in no message.

    `name` and `media` are what a browser calls it. `says` are the words of the page there: its title, what it
    says, what its button is called, and what it says where there is nothing. `make` (the transaction, team,
    whose, now) is what is in it.
    """

    name: str
    media: str
    says: Callable[[], tuple[str, str, str, str]]
    make: Callable[[Db, str, str, datetime], bytes]


@dataclass(frozen=True)
class Beginning:
    """Something that anybody can begin: the key of its button's label, and what opens it.

    `opens` makes its form, once a channel is chosen (channel, who asks); without it `action_id` does all.
    `suits` are the answers to the plain questions of `hall.flow` that it is for. What it is, and why it helps
    then, its practice says in `begin.line` and `begin.why`.
    """

    label: str
    action_id: str = ""
    opens: Callable[[str, str], View] | None = None
    suits: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Kind:
    """One kind of round of a practice: how it is drawn, and what time does to it.

    `draw` makes its cards by key; `on_card` names the replies that may stand there. `tick` is handed the
    round, locked and due, and the moment (UTC); it changes it and saves it. A kind that is a talk among
    people says who was in it, once it has `closed`; nobody before. `kept`: how long after its end what was
    written in it stays, or some of it; of that, replies of the kinds that it `keeps` stay for longer, as its
    practice promises, and it with them. `own`: it is one person's, and all that it remembers is of whoever
    looks after it.
    """

    name: str
    draw: Callable[[Round], dict[str, Drawing]]
    on_card: Callable[[Round, Reply], bool]
    tick: Callable[[Db, Round, datetime], None]
    closed: Inside | None = None
    kept: timedelta | None = None
    keeps: frozenset[str] = frozenset()
    own: bool = False


@dataclass(frozen=True)
class Feature:
    """A practice. Its listeners come in two shapes.

    *Deciding* (`commands`, `actions`, `forms`): one transaction, then `ack` with the outcome. *Showing*
    (`shows`): reads, and returns the View to open or turn to. `start`, deciding too, answers `/alongside
    <name> …`; without it the first of `commands` does; `says` answers `/alongside <word> …` for words of its
    own. `dashed` answers another's command with a word of its own behind two dashes, as in `/reflect --
    everybody` (`showing.meant.dashed`). `events` go by the names under which one subscribes to them;
    `overhears` are those that it can do without, off in app.yml. `shortcuts` are in the menu of any message,
    `everywhere` in that of the box one writes in; both show. `begin` is what anybody can begin. `kinds` are
    the kinds of round that it has; `offers` stand on other features' closing cards, `doors` wherever others
    name them; `released` says which replies their authors let go with such a step, beside the question;
    `came` says what became of those steps, when it is looked at again. `home` makes its lines of a person's
    Home tab: handed their own rounds of this feature, open ones first, with the questions that may stand on a
    card; who they are; and the moment (UTC). `agreed` (team) makes a line of what stands in each channel, by
    its id: for whoever is in it, whether they had a part in it or not. `tab` makes the whole of it, of what
    all hand in; `first` is said once where the app comes in. `fetched` are the files that somebody can have
    of it, by the names that stand in their links. For whoever runs it there are `exports`, and a
    `sample` (team, people, now): what `play` makes ready, so that these people can start at once, and says
    so; and `unopened`, how many of the texts that it keeps beside its rounds do not open, though their keys
    are there. `takes` asks whoever wrote to the app whether that is an answer that it waits for: handed their
    running rounds of this feature, who they are, and the message's id; None where it waits for none. Of the
    words that can only be meant for the app (`showing.meant`) its own commands read these `reads`; the others
    are answered before it is asked. It `puts` what is typed to people, as a question, or does not. Its
    `questions` are those that people of a workspace can choose there beside the catalogue's. `own` says how
    a reply is read among its author's own words, "" where it is none of their words; without it, as it
    stands. `beside` finds what is kept beside rounds under somebody's name (team, whose, what they are
    called): since when, the question, their words. `takes_back` says, of each kind of round that has it,
    how somebody takes back what they wrote there, with what others said back of that; it refuses where
    there is nothing. `unnames` takes somebody's name out of what such a round keeps with a name and no id
    (the round, locked; whose; what they are called).
    """

    name: str
    kinds: tuple[Kind, ...] = ()
    start: Listener | None = None
    says: Listeners = field(default_factory=dict)
    commands: Listeners = field(default_factory=dict)
    dashed: Listeners = field(default_factory=dict)
    actions: Listeners = field(default_factory=dict)
    shows: Listeners = field(default_factory=dict)
    forms: Listeners = field(default_factory=dict)
    events: Listeners = field(default_factory=dict)
    overhears: Listeners = field(default_factory=dict)
    shortcuts: Listeners = field(default_factory=dict)
    everywhere: Listeners = field(default_factory=dict)
    begin: Beginning | None = None
    offers: tuple[Offer, ...] = ()
    doors: Mapping[str, Offer] = field(default_factory=dict)
    released: Released | None = None
    came: Came | None = None
    home: Home | None = None
    agreed: Agreed | None = None
    tab: Tab | None = None
    first: Callable[[], Message] | None = None
    exports: Exports | None = None
    fetched: Mapping[str, Fetched] = field(default_factory=dict)
    sample: Sample | None = None
    unopened: Callable[[Db], int] | None = None
    takes: Takes | None = None
    questions: Questions | None = None
    reads: frozenset[str] = frozenset()
    puts: bool = True
    own: Callable[[Reply], str] | None = None
    beside: Callable[[Db, str, str, str], Iterable[tuple[datetime, str, str]]] | None = None
    takes_back: Mapping[str, Callable[[Round, str, datetime], object]] = field(default_factory=dict)
    unnames: Callable[[Db, Round, str, str], object] | None = None

    @property
    def typed(self) -> Listeners:
        """What people type, and who answers it; first what starts it."""
        start = {f"{ALONGSIDE} {self.name}": self.start} if self.start else {}
        said = {f"{ALONGSIDE} {word}": one for word, one in self.says.items()}
        return {**start, **self.commands, **said, **self.dashed}


def kinds_of(features: Iterable[Feature]) -> dict[tuple[str, str], Kind]:
    """Every kind of round that these have, by the names of its feature and its own."""
    return {(feature.name, kind.name): kind for feature in features for kind in feature.kinds}


def keeps_of(features: Iterable[Feature]) -> list[tuple[str, str, str]]:
    """By the names of feature and kind: each kind of reply that holds its round while it is there."""
    return [
        (name, kind.name, reply) for (name, _), kind in kinds_of(features).items() for reply in kind.keeps
    ]


def asks(features: Iterable[Feature]) -> Callable[[Round, Reply], bool]:
    """Says of a reply whether it is the question that stands on its round's cards."""
    kinds = kinds_of(features)

    def is_asked(round_: Round, reply: Reply) -> bool:
        kind = kinds.get((round_.feature, round_.kind))
        return kind is not None and reply.kind == "question" and kind.on_card(round_, reply)

    return is_asked


def at_home(
    features: Iterable[Feature], rounds: Sequence[Round], person_id: str, now: datetime
) -> list[Entry]:
    """Their lines in a person's Home tab: what they are asked to look after; then each feature's, which is
    handed its own of these rounds.
    """
    lines = handed(rounds, person_id)
    for feature in features:
        home = feature.home or (lambda *_: [])
        lines += home([one for one in rounds if one.feature == feature.name], person_id, now)
    return lines
