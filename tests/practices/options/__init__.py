"""What options and agreements hand to the generic tests: a matter to decide, and a channel's register."""

from bot.features.options import flow
from bot.features.options.models import MATTER, REGISTER
from tests.features.test_options_rights import ACTIONS, FORMS, SHORTCUTS, SHOWS
from tests.practices import Handed
from tests.practices.options import drawn
from tests.practices.options.claims import CLAIMS, CLAIMS_NOTHING
from tests.practices.options.transitions import SAID, TRANSITIONS

HANDED = Handed(
    lives=drawn.walk,
    claims=CLAIMS,
    claims_nothing=CLAIMS_NOTHING,
    scenes=lambda: [*drawn.scenes(), *drawn.registers()],
    cover=lambda: [*drawn.cover(), *drawn.registers()[:1]],
    draws=drawn.of_options,
    alone=drawn.of_no_matter,
    worn=drawn.worn,
    elsewhere=(
        *("options.usage", "options.do.from_round", "record.", "register.copy.comment"),
        "options.card.more",  # where words are so long that not all of them have room
        "register.card.untitled",  # where a title is of signs alone that nobody can see
    ),
    cut_short=(
        *("options.card.more", "options.table.more", "options.further.rest", "options.became.more"),
        "register.cut.page",
    ),
    not_ours=("options", "level"),  # what people proposed; and the levels of a test
    spoken=drawn.spoken,
    may_read=drawn.may_read,
    sealed={MATTER: frozenset({"answer", "working", "idea", "pool", "further", "counted", "lives", "sign"})},
    keeps=dict.fromkeys(
        (
            *("question", "why_now", "can_decide", "can_influence", "is_fixed", "who_decides"),
            *("record", "looked", "beside"),
        ),
        "what a channel has decided is its own, with what it was about",
    )
    | {
        "asked": "who was asked in its last test, and how many answered, for those who decide",
        "counted": "whether one's own answer counted there, for oneself",
    }
    | {"against": "why somebody said no to what was put to all last can be read until the next version"}
    | {"sign": "a stop-sign stands until a second one is pulled, or its author takes it back"},
    posted=dict.fromkeys(
        (
            *("question", "why_now", "can_decide", "can_influence", "is_fixed", "who_decides"),
            *("option", "record", "title", "way"),
        ),
        "what is asked, proposed and written down",
    ),
    days={MATTER: 0, f"{MATTER}.answer": 14},
    beside=drawn.recorded,
    leaves=flow.step_out,
    lasts={
        "matter.review": "an agreement comes back to be looked at until people end it",
        REGISTER: "it stands as long as its channel has records",
    },
    presses=dict.fromkeys((*SHOWS, *ACTIONS, *SHORTCUTS), "its own table"),
    forms=dict.fromkeys(FORMS, "its own table"),
    tries_itself=True,
    in_channel=True,
    about_oneself=("options.ideas_back", "options.note_away", "options.sign_back"),
    transitions=tuple(TRANSITIONS),
    answered=("an objection", "to be looked at"),
    asks_slack=("an objection",),
    final=("options.take_back",),
    secret=tuple(SAID.values()),
    scopes=("channels:history", "files:write", "bookmarks:write"),
)
