"""Promises of speed and memory, measured as ratios to a floor in the same run."""
