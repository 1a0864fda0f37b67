from reviews.models.checks import DecisionCheck
from reviews.models.decision import Decision, DecisionLine
from reviews.models.letter import CpsLetter, DecisionLetter, LetterCopy
from reviews.models.request import ReviewRequest
from reviews.models.telling import Notification, RightTold

__all__ = [
    "CpsLetter",
    "Decision",
    "DecisionCheck",
    "DecisionLetter",
    "DecisionLine",
    "LetterCopy",
    "Notification",
    "ReviewRequest",
    "RightTold",
]
