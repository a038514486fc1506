"""A pair over sixteen weeks, in two zones: from an invitation to a goodbye, every message counted.

It prints who got how many messages in which week, and what caused them: `pytest -s` with this file.
"""

from collections import Counter
from datetime import datetime, timedelta

from tests.journeys.checkin_steps import mine, says, takes_on
from tests.journeys.steps import YES, boxes, confirm, leaves, play_back, put_away
from tests.journeys.test_pair_invitation import HELPS, HOW_LONG, WHAT_FOR, WHO, WHOM
from tests.journeys.test_pair_page import PAUSE, opens, writes
from tests.journeys.test_pair_sharing import THE_WORDS, offer, there
from tests.journeys.test_silent_partner import QUIET, rhythm, sees
from tests.world import Somebody, World

CLINIC = "The way into the heart clinic."
NOTE = "Nobody waits for a letter without a name to ring."
HERS, WEEKS = "America/Toronto", range(1, 18)


class Pair:
    """Dev, a carer, and Chloe, who runs the ward and is in Toronto for these months."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.chloe, self.dev = world["Chloe"], world["Dev"]
        self.both = (self.dev, self.chloe)
        self.by_time: dict[str, list[datetime]] = {one.name: [] for one in self.both}
        world.slack.change(self.chloe.id, tz=HERS)

    def days(self, count: int) -> None:
        for _ in range(count):
            before = {one.name: len(one.rang_at()) for one in self.both}
            self.world.move(days=1)
            for one in self.both:
                self.by_time[one.name] += one.rang_at()[before[one.name] :]

    def until(self, label: str, who: Somebody, most: int = 21) -> None:
        """Days go by until this button is before them."""
        for _ in range(most):
            if sees(who, label):
                return
            self.days(1)
        raise AssertionError(f"{who.name} has no button {label!r}")

    def write(self, *who: Somebody, **how: object) -> None:
        for one in who:
            one.presses("Write my answer")
            self.fill(one, **how)

    def fill(self, one: Somebody, **how: object) -> None:
        one.sends(dict.fromkeys(boxes(one), f"What {one.name} says of it.") | how)
        put_away(one)

    def hear(self) -> None:
        """Each says back what they heard, until the other says: yes, that's it."""
        for one in self.both:
            play_back(one)
            put_away(one)
        for one in self.both:
            confirm(one, YES)
            put_away(one)

    def close(self) -> None:
        for one in self.both:
            one.presses("Close it here")
            put_away(one)

    def a_week(self) -> str:
        """The question of the week, from the first word to the close; the question."""
        self.until("Write my answer", self.dev)
        asked = question_of(self.dev)
        self.write(*self.both)
        self.hear()
        self.close()
        self.until_midweek()
        return asked

    def until_midweek(self) -> None:
        """It is Tuesday again: the next comes on Thursday."""
        while self.world.clock().weekday() != 1:
            self.days(1)


def question_of(somebody: Somebody) -> str:
    """What the newest card of theirs asks."""
    [found] = [m for m in somebody.messages() if "Write my answer" in m.buttons]
    return found.text.partition("“")[2].partition("”")[0]


def test_a_pair_over_sixteen_weeks(world: World) -> None:
    pair = Pair(world)
    begin = world.clock()
    invited_and_agreed(pair)
    first, *others = [pair.a_week() for _ in range(4)]
    assert len({first, *others}) == 4
    look_back(pair, first, opens=True)
    a_holiday(pair)
    an_illness(pair)
    a_difficult_question(pair)
    a_note_is_shared(pair)
    something_is_taken_on(pair)
    look_back(pair, first, opens=False)
    while world.clock() - begin < timedelta(weeks=16):
        assert pair.a_week() not in (first, *others)
    goodbye(pair)

    print(table(pair, begin))
    in_hours_and_few(pair)


def invited_and_agreed(pair: Pair) -> None:
    """What for, a question first, a yes, what helps; what they work on, and a word for when it gets hard."""
    dev, chloe = pair.both
    dev.types("/pair help")
    dev.presses("Invite someone")
    dev.sends({WHOM: ["Chloe"], WHAT_FOR: CLINIC, HOW_LONG: "About 20 minutes"})
    put_away(dev)
    chloe.presses("Ask something first")
    chloe.sends({"What would you like to know?": "Who else is in it?"})
    put_away(chloe)
    dev.presses("Read and answer")
    dev.sends({"Your answer": "Nobody but us."})
    put_away(dev)
    chloe.presses("Yes, gladly")
    chloe.sends({HELPS: "No calls before nine.", WHO: "Dev"})
    put_away(chloe)
    writes(dev, {"For whom?": "People with a weak heart.", "Why now?": "They wait too long."})
    writes(dev, {PAUSE: "We say: tea."}, "When it gets difficult")
    for one in pair.both:
        opens(one)
        if one is chloe:
            one.presses("I have seen it")
        assert f"What do we work on?\n{CLINIC}" in one.reads
        assert "We say: tea." in one.reads
        put_away(one)
    dev.types("/reflect weekly thu 15:00")
    assert "every Thursday at 15:00 (Europe/London)" in chloe.card.words


def look_back(pair: Pair, first: str, *, opens: bool) -> None:
    """The first question comes back; each reads their own first answer, and chooses whether the other may."""
    dev, chloe = pair.both
    pair.until("Write my answer", dev)
    assert question_of(dev) == first
    dev.presses("Write my answer")
    assert "What Dev says of it." in dev.reads
    assert "What Chloe says of it." not in dev.reads
    put_away(dev)
    pair.write(dev, **{"What I wrote then": opens})
    pair.write(chloe)
    dev.presses("Read the answers")
    put_away(dev)
    pair.hear()
    pair.close()
    pair.until_midweek()


def a_holiday(pair: Pair) -> None:
    """Two weeks, which he may know of: nothing comes to either, and the question waits for her."""
    dev, chloe = pair.both
    for one in pair.both:
        one.rang()
    last = pair.world.clock().date() + timedelta(days=13)
    chloe.types("/alongside away")
    chloe.sends({"My last day away": last.isoformat(), "Who may read it": True})
    put_away(chloe)
    pair.days(7)
    assert "waits for Chloe to be back" in rhythm(dev).words
    pair.days(7)
    assert [*chloe.rang(), *dev.rang()] == []
    pair.a_week()


def an_illness(pair: Pair) -> None:
    """Three weeks in bed, and no word said: she alone is asked what would help, and he is not told why."""
    dev, chloe = pair.both
    for _ in range(24):
        pair.days(1)
        if sees(dev, "Write my answer"):
            pair.write(dev)
        if sees(dev, "Keep it to myself"):
            dev.presses("Keep it to myself")
    assert QUIET in rhythm(chloe).words
    assert "Chloe" not in rhythm(dev).words.replace("for you and Chloe", "")
    assert chloe.home.count("Open") == 1  # nothing piles up: one question waits

    chloe.presses("All fine")
    if sees(dev, "No, thank you"):
        dev.presses("No, thank you")
    chloe.presses_at_home("Open")
    pair.fill(chloe)
    if sees(dev, "Write my answer"):
        pair.write(dev)
    pair.hear()
    pair.close()
    pair.until_midweek()


def a_difficult_question(pair: Pair) -> None:
    """They look for one themselves; it says how to take care, and who does not want it lets it go unseen."""
    dev, chloe = pair.both
    dev.types("/reflect")
    dev.sends({"What is it for?": "Power, loss and who I am"})
    dev.presses("Look at it")
    assert "If you would like to talk to somebody" in dev.reads
    dev.presses("Ask us this")
    put_away(dev)
    assert "nobody else can tell" in chloe.card.words
    pair.write(*pair.both)
    pair.hear()


def a_note_is_shared(pair: Pair) -> None:
    """Of that talk they keep a sentence, and once both have ticked the very words the channel reads it."""
    dev, chloe = pair.both
    for one in pair.both:
        one.presses("A note together")
        one.sends({"Our note": NOTE, "These very words": True})
        put_away(one)
    offer(dev, NOTE)
    assert NOTE not in there(pair.world["Ana"])
    chloe.presses("Read it")
    chloe.sends({THE_WORDS: NOTE})
    put_away(chloe)
    assert NOTE in there(pair.world["Ana"])


def something_is_taken_on(pair: Pair) -> None:
    """He takes a small step on; on its day he alone is asked what became of it."""
    dev, _ = pair.both
    dev.presses("Take something on")
    day = pair.world.clock().date() + timedelta(days=10)
    takes_on(dev, "Ask for the number of the clinic", due=day.isoformat())
    assert "Ask for the number of the clinic" in mine(dev)


def goodbye(pair: Pair) -> None:
    """A last question about endings, then each goes; what they shared stays where it is."""
    dev, chloe = pair.both
    says(dev, "Done")
    put_away(dev)
    dev.types("/reflect")
    dev.sends({"What is it for?": "Endings and what carries on"})
    dev.presses("Look at it")
    dev.presses("Ask us this")
    put_away(dev)
    pair.write(*pair.both)
    pair.hear()
    pair.close()
    leaves(dev)
    put_away(dev)
    assert "Dev has stepped out" in chloe.card.words
    chloe.presses("Stop here")
    assert NOTE in there(pair.world["Ana"])
    for one in pair.both:
        one.rang()
    pair.days(7)
    assert [*dev.rang(), *chloe.rang()] == []


def table(pair: Pair, begin: datetime) -> str:
    """How many messages each got, week by week: all, and those that time alone caused; then of what."""
    lines = ["week             " + " ".join(f"{week:3}" for week in WEEKS)]
    for one in pair.both:
        for name, moments in (("all", one.rang_at()), ("by time", pair.by_time[one.name])):
            weeks = Counter((at - begin).days // 7 + 1 for at in moments)
            lines.append(f"{one.name:6} {name:9} " + " ".join(f"{weeks[week]:3}" for week in WEEKS))
        kinds = Counter(what.partition(":")[0].partition(".")[0] for _, what in one.rang_with())
        lines += [f"{count:12}  {kind}" for kind, count in kinds.most_common()]
    return "\n".join(lines)


def in_hours_and_few(pair: Pair) -> None:
    """What time alone caused came in each one's own hours: a question a week, and two that remind."""
    for one in pair.both:
        moments = pair.by_time[one.name]
        assert [at for at in moments if at.weekday() > 4 or not 9 <= at.hour < 17] == []
        weeks = Counter(at.isocalendar()[:2] for at in moments)
        assert max(weeks.values()) <= 3, weeks
