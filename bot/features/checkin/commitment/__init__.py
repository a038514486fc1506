"""A commitment: what somebody took on."""
