"""How sensitive each stored field of this app is, by noun; a test refuses a field that is not here."""

from actionplans.classification import climbing, clinics, cps, plans, strategies
from rasso_tracker.people.classification import Sensitivity

FIELDS: dict[str, dict[str, Sensitivity]] = {
    **cps.FIELDS,
    **plans.FIELDS,
    **climbing.FIELDS,
    **strategies.FIELDS,
    **clinics.FIELDS,
}
