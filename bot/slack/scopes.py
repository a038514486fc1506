"""The scopes that the app asks for when it is installed; `bot check` holds app.yml against them."""

NEEDED = (
    "commands",
    "chat:write",
    "users:read",
    "im:history",
    "im:write",
    "channels:read",
    "groups:read",
)
# What it can do without: whoever installs it ticks them, or does not.
OPTIONAL = ("files:write", "bookmarks:write")
