"""A box between meetings: what one person would like to bring, for their eyes alone until they bring it."""
