"""The playground: Slack in a box, small but strict. It knows Slack's HTTP surface and nothing of the bot."""
