"""How we speak Slack, and nothing about rounds."""
