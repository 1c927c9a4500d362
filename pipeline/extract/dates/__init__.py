"""When: calendar dates, durations and ages."""
