"""How sensitive each stored field of decisions and reviews is. A test refuses a field that is not here."""

from rasso_tracker.people.classification import Sensitivity
from reviews.classification import decisions, letters, requests, telling

FIELDS: dict[str, dict[str, Sensitivity]] = {
    **decisions.FIELDS,
    **telling.FIELDS,
    **letters.FIELDS,
    **requests.FIELDS,
}
