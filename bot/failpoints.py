"""Named places where a process may die: nothing in production, a crash in the fault harness."""

from collections.abc import Callable

hook: Callable[[str], None] | None = None


def failpoint(name: str) -> None:
    """Say that the named place was reached; the fault harness may stop the process there."""
    if hook is not None:
        hook(name)
