"""What the pages show of decisions, of telling victims, and of letters."""
