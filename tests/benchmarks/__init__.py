"""What it costs, as ratios against a baseline of the same run; never part of pass or fail."""
