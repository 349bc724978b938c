"""Costs, as ratios beside a baseline in the same run. Run by hand: `python -m benchmarks.pack`."""
