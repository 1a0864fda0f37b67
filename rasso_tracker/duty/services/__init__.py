"""The deeds of rostered duty. Import from here."""

from rasso_tracker.duty.services.importing import import_roster
from rasso_tracker.duty.services.setting import set_duty_day, set_duty_pattern

__all__ = ["import_roster", "set_duty_day", "set_duty_pattern"]
