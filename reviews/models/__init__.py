from reviews.models.checks import DecisionCheck
from reviews.models.decision import Decision, DecisionLine
from reviews.models.request import ReviewRequest
from reviews.models.telling import Notification, RightTold

__all__ = ["Decision", "DecisionCheck", "DecisionLine", "Notification", "ReviewRequest", "RightTold"]
