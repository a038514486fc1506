"""Before I say it: three questions to oneself, which may end in one line for the other, or in nothing."""
