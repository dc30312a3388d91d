"""How fast, how small, how exact: one script per figure, each beside its yardstick."""
