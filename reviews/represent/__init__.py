"""What the API says of decisions, of telling victims, and of reviews."""
