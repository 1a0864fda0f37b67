"""How sensitive each stored field is. Every field of every model is classified; a test refuses one that is
not.
"""

from enum import StrEnum


class Sensitivity(StrEnum):
    IDENTIFYING = "identifying"  # says who a person is: sealed
    CONTACT = "contact"  # says how to reach a victim: sealed
    FREE_TEXT = "free_text"  # may hold anything: sealed
    SENSITIVE_CODE = "sensitive_code"  # a code that is personal data about a victim or suspect
    PSEUDONYM = "pseudonym"  # a reference or number that stands for somebody or something
    WORK = "work"  # about staff at work
    SYSTEM = "system"  # keys, dates, versions, configuration
