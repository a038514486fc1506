"""All that has to do with being installed, as the bot holds it: one token, or one of each workspace."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from slack_sdk import WebClient
from slack_sdk.oauth.token_rotation import TokenRotator

from bot.installed import connected, leaving, queries
from bot.installed.pages import Pages
from bot.installed.stores import Installations, States
from bot.installed.tokens import OfTeam, Tokens
from bot.settings import Settings
from bot.slack.asked import PLACED, org_of, team_of
from bot.slack.calls import TIMEOUT, TLS, call
from bot.store import Store

_LOOKS = timedelta(hours=1)  # between two: has it been long enough; is the one token taken again


class Installed:
    """`slack` is the client of the one token, or of none; `now` is machine time in seconds."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        slack: WebClient,
        clock: Callable[[], datetime],
        now: Callable[[], float],
    ) -> None:
        self._settings, self._store, self._slack, self._clock = settings, store, slack, clock
        self._looked: datetime | None = None
        self._tokens: Tokens | None = None
        self._orgs: dict[str, str] = {}  # by workspace, as it was written down
        self.pages: Pages | None = None
        if settings.several:
            whose = (settings.slack_client_id, settings.slack_client_secret)
            rotator = TokenRotator(client_id=whose[0], client_secret=whose[1], client=slack)
            self._tokens = tokens = Tokens(store, now, rotator)
            installations = Installations(store, clock, tokens.forget)
            self.pages = Pages(slack, whose, installations, States(store, store.nearly_now))

    def client(self, team: str) -> WebClient:
        """With which that workspace is called."""
        if self._tokens is None:
            return self._slack
        url = self._slack.base_url
        return OfTeam(self._tokens, team, base_url=url, timeout=TIMEOUT, ssl=TLS, retry_handlers=[])

    def teams(self, team: str) -> Sequence[str]:
        """The workspaces in which its channels are looked for: of an organisation all that were heard of."""
        if self._tokens is None:
            return ("",)
        with self._store.read() as db:
            return queries.of_enterprise(db, team) or ("",)

    def placed(self, body: dict[str, Any]) -> dict[str, Any] | None:
        """The same, with whose installation answers it; None where the app is not installed (any more)."""
        body = {name: said for name, said in body.items() if name != PLACED} if PLACED in body else body
        if self._tokens is None or (body.get("event") or {}).get("type") in leaving.EVENTS:
            return body
        team, enterprise = team_of(body), org_of(body)
        if enterprise and self._tokens.serves(enterprise):
            whose = enterprise
            self._learn(team, enterprise)
        else:  # where somebody from elsewhere sends in a form, it names the workspace alone
            whose = team if self._tokens.serves(team) else self._org_of(team)
        return {**body, PLACED: whose} if whose and self._tokens.serves(whose) else None

    def _org_of(self, team: str) -> str:
        """The organisation by whose installation that workspace goes, as far as is known; "" for none."""
        with self._store.read() as db:
            return queries.serves(db, team)

    def _learn(self, team: str, enterprise: str) -> None:
        if team not in ("", enterprise) and self._orgs.get(team) != enterprise:
            with self._store.begin() as db:
                queries.served_by(db, team, enterprise)
            self._orgs[team] = enterprise

    def connected(self, team: str, channel: str) -> None:
        """The app is in a channel of that workspace's that connects several: Slack says which."""
        if self._tokens is None:
            return
        found = self._looked_up(team, channel)
        here = self._served(_sharing(found))
        if team in here and found.get("is_member"):
            with self._store.begin() as db:
                connected.connect(db, channel, here, team)

    def parted(self, team: str, channel: str, other: str) -> None:
        """That workspace does not share the channel with the other one any more: whoever is left goes on."""
        left = self._served(_sharing(self._looked_up(team, channel))) if self._tokens else []
        for gone in {*self._served([other])} - {*left}:
            with self._store.begin() as db:
                connected.parted(db, team, channel, gone, left)
        self.connected(team, channel)

    def _looked_up(self, team: str, channel: str) -> dict[str, Any]:
        found = call(self.client(team), "conversations.info", channel=channel).data.get("channel")
        return dict(found or {})

    def _served(self, teams: Sequence[str]) -> list[str]:
        """By whose installations these go; of the others nothing is kept."""
        if self._tokens is None:
            return []
        whose = [one if self._tokens.serves(one) else self._org_of(one) for one in teams]
        return [one for one in whose if one and self._tokens.serves(one)]

    def put_out(self, team: str, channel: str) -> None:
        """The app is in that channel no more."""
        with self._store.begin() as db:
            connected.not_at_home(db, team, channel)

    def elsewhere(self, body: dict[str, Any]) -> bool:
        """Whether a command was typed where what is about the channel is kept in another workspace."""
        if self._tokens is None or "command" not in body:
            return False
        with self._store.read() as db:
            return connected.elsewhere(db, team_of(body), str(body.get("channel_id")))

    def left(self, body: dict[str, Any]) -> None:
        """Slack says that the app was taken out somewhere."""
        if leaving.heard(self._store, body, alone=self._tokens is None) and self._tokens:
            self._tokens.forget()
            self._orgs.clear()

    def renew(self) -> bool:
        return self._tokens is not None and self._tokens.renew()

    def tidy(self) -> None:
        """Once an hour: what was left long enough ago is deleted; where it is installed again it goes on."""
        now = self._clock()
        if self._looked is not None and now - self._looked < _LOOKS:
            return
        self._looked = now
        if self._tokens is None:
            self._look_again()
        leaving.purge(self._store, now, self._settings.purge_days)

    def _look_again(self) -> None:
        """The one token may be another one by now, or be taken again."""
        with self._store.read() as db:
            resting = queries.resting(db)
        team = str(call(self._slack, "auth.test").data.get("team_id")) if resting else ""
        if team in resting:
            with self._store.begin() as db:
                queries.back(db, team)


def _sharing(channel: dict[str, Any]) -> list[str]:
    """The workspaces that share it (docs: reference/objects/conversation-object)."""
    return [str(one) for one in channel.get("shared_team_ids") or []] if channel.get("is_ext_shared") else []
