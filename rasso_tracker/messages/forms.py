from rasso_tracker.web.forms import DeedForm


class MarkReadForm(DeedForm):
    """A button and nothing else: reading says only that it was read."""
