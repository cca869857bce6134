"""The benchmarks: every figure is a ratio to a limit, taken in the same run."""
