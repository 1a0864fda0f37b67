"""The mail sink of `./dev run` and of the tests: an SMTP server that keeps mail as files, and its page."""
