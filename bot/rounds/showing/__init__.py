"""What is shown of a round: cards, pages, sentences, and bringing Slack into line with them."""
