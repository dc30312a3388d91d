"""What the measures of a pilot say: estimates with their intervals, sample sizes, forecasts."""
