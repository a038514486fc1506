"""From Slack: what belongs to all kinds of checkin."""
