"""What listening hands to the generic tests: a question put to a channel, gathered, live or passed on."""

from bot.features.listening import flow
from bot.features.listening.flow import standing
from bot.features.listening.models import LISTENING, RHYTHM, facts
from tests.practices import Handed
from tests.practices.listening import drawn
from tests.practices.listening.claims import CLAIMS, CLAIMS_NOTHING
from tests.practices.listening.presses import FORMS, PRESSES
from tests.practices.listening.transitions import SAID, TRANSITIONS

HANDED = Handed(
    lives=drawn.walk,
    claims=CLAIMS,
    claims_nothing=CLAIMS_NOTHING,
    scenes=lambda: [*drawn.scenes(), *drawn.planned(), drawn.put_by_rhythm()],
    cover=lambda: [*drawn.cover(), *drawn.planned()],
    draws=drawn.of_listening,
    alone=drawn.of_no_round,
    worn=drawn.worn,
    hands_on=("listeners.asking._planned",),
    elsewhere=("listening.closing.more", "listening.how_read.simple", "listening.unit."),
    spoken=drawn.spoken,
    may_read=standing.readable,
    sealed={LISTENING: frozenset({"answer", "arrival", "note"})},
    lasts={RHYTHM: "it is asked again until somebody stops it"},
    keeps={
        "question": "so that it can be asked again",
        "open": "of whoever chose to keep theirs",
        "taking": "people chose that it stands on the card in the channel",
    },
    posted={
        "question": "it is asked",
        "open": "where it is published, the form says so before anybody writes",
        "taking": "its author ticks it",
    },
    days={
        LISTENING: 30,
        **dict.fromkeys((f"{LISTENING}.{kind}" for kind in ("note", "arrival", "arrived")), 0),
        f"{LISTENING}.open": 30,
    },
    stays=lambda round_, reply: reply.kind == "open" and reply.author_id in facts(round_)["keeps"],
    leaves=flow.step_out,
    presses=PRESSES,
    in_channel=True,
    forms=FORMS,
    transitions=tuple(TRANSITIONS),
    answered=(
        *("asked", "the time for others to join is over", "done, and a hush", "still a good time?"),
        "goes on in smaller groups",
    ),
    final=tuple(f"listening.{verb}" for verb in ("pass", "done", "pass_turn", "begin", "nothing")),
    secret=tuple(SAID.values()),
    scopes=("channels:history",),
)
