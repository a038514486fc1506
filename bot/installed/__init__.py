"""Which workspaces the app is installed in, with which token, and what becomes of those it has left."""
