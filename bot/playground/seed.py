"""The workspace it opens on: five people of different perspectives, two channels."""

from datetime import timedelta

from .records import APP_USER, Conversation, Message, Person
from .workspace import Workspace

PEOPLE = (
    Person("U0ANA", "ana", "Ana", "patient leader"),
    Person("U0BEN", "ben", "Ben", "consultant physician"),
    Person("U0CHLOE", "chloe", "Chloe", "ward manager"),
    Person("U0DEV", "dev", "Dev", "carer", guest=True),
    Person("U0ESI", "esi", "Esi", "service improvement lead", tz="Africa/Accra"),
)
HOME_TALK = (
    ("U0CHLOE", "Morning all. The discharge lounge opens at 9 from this week on."),
    ("U0DEV", "Thank you. Last month we waited until 4 for the medicines, so this matters to us."),
    ("U0ESI", "That is worth talking through together. Shall we find a way to do that here?"),
)
STEERING_TALK = (
    ("U0ANA", "I would like us to hear from carers before we decide on the pathway."),
    ("U0BEN", "Agreed. What would help me is to know what a good day home looks like for them."),
)


def default(workspace: Workspace, app_name: str) -> None:
    team = workspace.id
    workspace.people = {one.id: Person(**vars(one) | {"team": team}) for one in PEOPLE}
    app = Person(APP_USER, app_name.lower(), app_name, "app", tz="UTC", team=team, bot=True)
    workspace.people[APP_USER] = app
    everybody = {one.id for one in PEOPLE}
    home = Conversation("C0HOME", "going-home-well", "public", {*everybody, APP_USER}, team=team)
    steering = Conversation("C0STEER", "steering-group", "private", {"U0ANA", "U0BEN", "U0CHLOE"}, team=team)
    workspace.conversations = {home.id: home, steering.id: steering}
    said_at = workspace.clock() - timedelta(minutes=50)
    for conversation, talk in ((home, HOME_TALK), (steering, STEERING_TALK)):
        for user, text in talk:
            said_at += timedelta(minutes=7)
            workspace.add(conversation, Message(workspace.next_ts(said_at), user, text, said_at))
        latest = conversation.messages[-1].ts
        conversation.read = dict.fromkeys(conversation.members, latest)
    for one in PEOPLE:
        workspace.direct(one.id)
