"""Reading an MG3, MG3A or e-mail for what it asks of the police: plain rules, nothing outside, no state.

`read(text, on)` gives proposals, each with the words that it came from. A person confirms or corrects them.
"""

from actionplans.reading.documents import read
from actionplans.reading.found import Found, Loose, OwnerKind, Proposal, Reading

__all__ = ["Found", "Loose", "OwnerKind", "Proposal", "Reading", "read"]
