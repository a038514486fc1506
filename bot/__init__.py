"""Alongside: a Slack bot that helps two people hear each other, and keep what they agreed."""
