"""What the pages of reviews and lessons show: plain values, in a fixed number of statements."""
