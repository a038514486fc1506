"""A polite no: the key of the words to show, and the field of the form they belong under."""

SURE = "sure"


class Refusal(Exception):  # noqa: N818 - it is an answer to a person, not an error
    """Raised by rules; `key` is `<file>.<key>` in prompts/, `blanks` fill it, `field` is a block_id.

    A blank that is a moment has the zone of whoever is told.
    """

    def __init__(self, key: str, field: str | None = None, **blanks: object) -> None:
        super().__init__(key)
        self.key = key
        self.field = field
        self.blanks = blanks
        self.doubts = False
        self.hides = False
        self.gives_back = False

    def once(self) -> "Refusal":
        """A doubt, which is said once: the form comes back as it was typed, with SURE behind its round.

        Sent again it stands; the form alone remembers it.
        """
        self.doubts = True
        return self

    def giving_back(self) -> "Refusal":
        """A command that was typed comes back with it: Slack takes it out of the box where it stood."""
        self.gives_back = True
        return self

    def hiding(self) -> "Refusal":
        """It is said to somebody who may not read here (any more): what others wrote is not shown again."""
        self.hides = True
        return self
