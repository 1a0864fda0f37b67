"""Lists and pages of decisions, of telling victims, and of the Right to Review."""
