"""What check-ins hand to the generic tests: meetings, sets, rhythms, and what people take on."""

from bot.features.checkin.meeting import flow
from bot.features.checkin.models import BOX, MEETING, RHYTHM, facts
from tests.features.test_checkin_rights import ACTIONS, FORMS, SHOWS
from tests.practices import Handed
from tests.practices.checkin import drawn
from tests.practices.checkin.claims import CLAIMS, CLAIMS_NOTHING
from tests.practices.checkin.lives import life
from tests.practices.checkin.transitions import SAID, TRANSITIONS

HANDED = Handed(
    lives=life,
    claims=CLAIMS,
    claims_nothing=CLAIMS_NOTHING,
    scenes=drawn.scenes,
    cover=drawn.cover,
    draws=drawn.of_checkin,
    alone=drawn.of_no_meeting,
    worn=drawn.worn,
    elsewhere=("checkin.usage",),
    hands_on=(
        "listeners.asking.",
        "meeting.listeners.",
        "commitment.listeners.",
        "set.listeners.",
        "box.listeners.",
        "box.forms._",
    ),
    cut_short=("checkin.where.more",),
    # What they put by themselves stands there whole.
    once_opened=("box.forms.offered", "box.forms.taken_in", "box.forms.left_there"),
    spoken=drawn.spoken,
    may_read=drawn.may_read,
    sealed={MEETING: frozenset({"idea"}), BOX: frozenset({"item"})},
    posted={"question": "it is asked", "where": "it says where a live one is"},
    days={
        BOX: 0,
        MEETING: 0,
        f"{MEETING}.process": 30,
        f"{MEETING}.brought": 0,
        f"{MEETING}.looks": 0,
        f"{MEETING}.where": 0,
    },
    stays=lambda round_, reply: (
        reply.kind in ("brought", "looks") and reply.author_id in facts(round_)["kept"]
    ),
    leaves=flow.step_out,
    lasts={
        "set.runs": "its people end it",
        RHYTHM: "it comes again until somebody stops it",
        "box.open": "it is its person's until they empty it, or are gone",
        "commitment.carried": "it stays with whoever took it on until they say what became of it",
    },
    keeps={
        "question": "what it was about, so that it can be asked again",
        **dict.fromkeys(("brought", "looks"), "of whoever presented and chose to keep it"),
        **dict.fromkeys(("name", "where"), "of a set, as long as it stands"),
        "item": "what somebody puts by is their own, until they bring it or take it away",
        **dict.fromkeys(("what", "first", "know", "title", "learnt"), "what somebody took on is their own"),
    },
    presses=dict.fromkeys((*SHOWS, *ACTIONS), "its own table"),
    forms=dict.fromkeys(FORMS, "its own table"),
    tries_itself=True,
    in_channel=True,
    about_oneself=("checkin.question_back", "checkin.kept", "checkin.let_go"),
    transitions=tuple(TRANSITIONS),
    answered=(
        *("the last thought in the quiet", "takes something on in a meeting"),
        *("on the day", "it is Monday", "the quiet is over"),
    ),
    final=tuple(f"checkin.{verb}" for verb in ("pass", "enough", "move_on", "close", "decline")),
    secret=tuple(SAID.values()),
    scopes=("channels:history",),
)
