from rasso_tracker.audit.actions import Action, Kind
from rasso_tracker.audit.doors import deed
from rasso_tracker.audit.record import record, record_read

__all__ = ["Action", "Kind", "deed", "record", "record_read"]
