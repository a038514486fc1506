"""Who somebody is, and with whom: zone, name, perspective, pairs. Kept fresh by a tick."""
