"""A made-up force for demonstration, trials and tests: people, and the stories of their cases. Never real data."""
