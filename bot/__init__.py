"""Alongside: a Slack bot that helps two sides hear each other, and keep what they agreed."""
