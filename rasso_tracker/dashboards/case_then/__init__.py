"""The case under a review as it stood, and as it was known, at the moment of the decision."""
