"""What reflection hands to the generic tests: a question for two or three, and its rhythm."""

from bot.features.reflection import flow
from bot.features.reflection.models import LAUNCHED, REFLECTION, VISITS, WEEKLY
from tests.practices import Handed
from tests.practices.reflection import drawn, visits
from tests.practices.reflection.claims import CLAIMS
from tests.practices.reflection.presses import FORMS, PRESSES
from tests.practices.reflection.transitions import ANA, BEN, CHLOE, MORE, TRANSITIONS

HANDED = Handed(
    scenes=lambda: [*drawn.scenes(), *drawn.coming_again(), *visits.scenes()],
    cover=lambda: [*drawn.cover(), *drawn.coming_again()[:1], *visits.scenes()],
    draws=drawn.of_round,
    alone=lambda names, words: iter([*drawn.of_no_round(names, words), *visits.of_no_round(names, words)]),
    worn=drawn.worn,
    elsewhere=(
        "reflection.usage",
        "reflection.screen",  # tests/every/test_hushed.py
        "reflection.receipt.alone",
        "reflection.ways",
        "reflection.do.rhythm_of",
        "reflection.do.put",
        "reflection.do.kept",
        "reflection.do.ask_about",
        "reflection.do.questions_from",
    ),
    pressed_elsewhere=("reflection.rhythm_snooze",),  # on cards that were posted before one chose a day
    hands_on=("weekly.listeners.begin", "visits.listeners.launch", "choosing.listeners._whole"),
    once_opened=("weekly.forms.more",),
    spoken=drawn.spoken,
    may_read=visits.may_read,
    sealed={REFLECTION: frozenset({"draft", "answer", "then"}), VISITS: frozenset({"waiting"})},
    posted={"question": "it is asked"},
    days={REFLECTION: 90},
    leaves=flow.step_out,
    lasts={
        WEEKLY: "it asks a pair until somebody stops it",
        f"{VISITS}.open": "a pair lets questions from a channel in until one of them ends it",
    },
    keeps={
        "question": f"of a {LAUNCHED} one: it stands on the card in the channel; and above a kept note",
        "joint": "what all ticked stays for as long as one of them is in the pair",
    },
    presses=PRESSES,
    forms=FORMS,
    transitions=tuple(TRANSITIONS),
    answered=tuple(transition.name for transition in TRANSITIONS),
    asks_slack=(
        *("an answer is opened and changed", "posted in the open, taken as an answer"),
        *("questions from a channel are proposed", "a question for pairs"),  # who is in the channel
    ),
    lives=lambda random: (
        drawn.walk(random.choice((2, 2, 3)), random, as_other=True)
        if random.random() < 0.3
        else drawn.walk(random.choice((1, 2, 2, 3)), random)
    ),
    claims=CLAIMS,
    final=("reflection.pass", "reflection.no_thanks"),
    scopes=("channels:history",),
    secret=(ANA, BEN, CHLOE, MORE),
)
