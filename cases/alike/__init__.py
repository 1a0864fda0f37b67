"""When two suspects may be one person: names, dates of birth and phones as keys that agree where they are
alike.

Nothing here keeps what it is given: cases.services.suspect_index hashes the keys before they are stored.
"""

from cases.alike.keys import Keys, keys_of
from cases.alike.known import Known
from cases.alike.names import names_alike
from cases.alike.phones import is_phone, phones_in

__all__ = ["Keys", "Known", "is_phone", "keys_of", "names_alike", "phones_in"]
