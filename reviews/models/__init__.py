from reviews.models.asker import ReviewAsker
from reviews.models.checks import DecisionCheck
from reviews.models.cps_review import CpsReview, CpsReviewStage
from reviews.models.day import DayStep, DecisionDay
from reviews.models.decision import Decision, DecisionLine
from reviews.models.enquiries import ReviewEnquiries
from reviews.models.expedited import ExpeditedReview
from reviews.models.extension import ReviewExtension, ReviewUpdate
from reviews.models.letter import CpsLetter, DecisionLetter, LetterCopy, TranslationCheck
from reviews.models.missed import MissedTelling
from reviews.models.override import EligibilityOverride
from reviews.models.request import ReviewRequest
from reviews.models.sending import LetterSending
from reviews.models.telling import Notification, RightTold
from reviews.models.telling_plan import TellingAttempt, TellingDelay, TellingPlan, VictimQuestion
from reviews.models.training import ReviewTraining
from reviews.models.untold import NotToldBefore

__all__ = [
    "CpsLetter",
    "CpsReview",
    "CpsReviewStage",
    "DayStep",
    "Decision",
    "DecisionCheck",
    "DecisionDay",
    "DecisionLetter",
    "DecisionLine",
    "EligibilityOverride",
    "ExpeditedReview",
    "LetterCopy",
    "LetterSending",
    "MissedTelling",
    "NotToldBefore",
    "Notification",
    "ReviewAsker",
    "ReviewEnquiries",
    "ReviewExtension",
    "ReviewRequest",
    "ReviewTraining",
    "ReviewUpdate",
    "RightTold",
    "TellingAttempt",
    "TellingDelay",
    "TellingPlan",
    "TranslationCheck",
    "VictimQuestion",
]
