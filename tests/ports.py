"""A port of this machine at which nobody listens."""

import socket


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def is_answered(port: int) -> bool:
    """Whether somebody listens there by now."""
    with socket.socket() as line:
        line.settimeout(0.2)
        return line.connect_ex(("127.0.0.1", port)) == 0
