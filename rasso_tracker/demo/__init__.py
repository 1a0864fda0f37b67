"""A made-up force for demonstration, trials and tests: its people and their cases. Never real data."""
